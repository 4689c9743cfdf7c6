"""Each of these ends its own process, and nobody else's."""


def follows_a_null_pointer():
    return ctypes.string_at(0)


def recurses_without_limit():
    sys.setrecursionlimit(10**9)

    class Endless:
        def __repr__(self):
            return repr(self)

    return repr(Endless())


def formats_a_giant():
    return "{:>9999999999}".format(1)


def compiles_without_limit():
    return compile("-" * 1_000_000 + "1", "x", "eval")


def ends_its_process():
    os._exit(7)


def writes_a_giant_number():
    return str(10**100_000)


def starts_threads_without_limit():
    for _ in range(10**6):
        threading.Thread(target=time.sleep, args=(60,)).start()


def interns_without_limit():
    return [sys.intern(f"{number:>1000}") for number in range(10**6)]


def clears_the_modules():
    sys.modules.clear()
    import json  # noqa: F401


def ends_in_the_text_of_its_exception():
    class Ends(Exception):
        def __str__(self):
            raise SystemExit

    raise Ends
