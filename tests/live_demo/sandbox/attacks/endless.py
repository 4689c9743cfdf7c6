"""Each of these never returns."""


def loops():
    while True:
        pass


def loops_without_signals():
    ignore(range(1, 65))
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


def sleeps_without_signals():
    ignore(range(1, 65))
    while True:
        time.sleep(1000)


def computes_in_c():
    return (10 ** (10**8)) % 7


def matches_a_catastrophic_pattern():
    return re.match(r"(a+)+$", "a" * 40 + "b")


def locks_itself_in():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def collides_in_a_dictionary():
    """Every key has the same hash."""
    return {number * (2**61 - 1): None for number in range(10**6)}


def loops_in_a_callback_of_the_collector():
    gc.callbacks.append(lambda *_: loops())
    gc.collect()
