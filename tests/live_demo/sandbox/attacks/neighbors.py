"""What a worker could learn of its neighbors: which there are, and when they compute."""


def others(*more):
    return (HOST, OTHER, os.getppid(), *more)


def clock_of(process, clock, of_thread=0):
    return (~process << 3) | of_thread | clock


def reads_the_processor_time_of_others():
    clocks = [clock_of(each, clock, of) for each in others() for clock in (0, 1, 2) for of in (0, 4)]
    return through(
        *(lambda clock=clock: time.clock_gettime(clock) for clock in clocks),
        *(lambda clock=clock: time.clock_getres(clock) for clock in clocks),
    )


def waits_until_others_have_computed():
    moment = struct.pack("=qq", 0, 1)
    clocks = [clock_of(each, 2) for each in others()]
    return through(*(lambda clock=clock: call(230, clock, 0, ctypes.c_char_p(moment), 0) for clock in clocks))


def reads_the_load():
    block = ctypes.create_string_buffer(4096)
    return through(
        os.getloadavg,
        lambda: call(99, block),  # sysinfo
        lambda: call(100, block),  # times
        lambda: call(309, block, block, 0),  # getcpu, as a system call
        lambda: call(27, 0, 0, block),  # mincore: whose pages are in memory
        lambda: call(451, 3, block, block, 0),  # cachestat
    )


def reads_what_proc_and_sys_tell():
    names = ["stat", "loadavg", "schedstat", "pressure/cpu", "uptime", "interrupts", f"{OTHER}/stat"]
    names += ["self/stat", f"{HOST}/schedstat", f"{OTHER}/task"]
    paths = [f"/proc/{name}" for name in names] + ["/sys/fs/cgroup/cpu.stat", "/sys/fs/cgroup/cpu.pressure"]
    return through(*(lambda path=path: open(path).read() for path in paths))


def shares_a_lock_with_others():
    """Shared memory would be needed for it. A lock with a bit for sharing finds nobody in private memory."""
    word = ctypes.c_uint(0)
    woken = call(202, ctypes.byref(word), 1, 1_000, 0, 0, 0)
    return [woken] if woken else through(lambda: mmap.mmap(-1, 4096, flags=mmap.MAP_SHARED))


def counts_the_switches_of_others():
    """Getrusage must have the counters of this process only, which has no child."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return [children] if any(children) else []


def tells_others_from_nobody():
    """A call that answers otherwise for a process that there is than for one that there is not tells of it."""
    moment, block = struct.pack("=qq", 0, 1_000_000), ctypes.create_string_buffer(256)

    def locks(process):
        word = ctypes.c_uint(process)
        call(202, ctypes.byref(word), 6 | 128, 0, ctypes.c_char_p(moment), 0, 0)

    asks = {
        "futex": locks,
        "clock_gettime": lambda process: call(228, clock_of(process, 2), block),
        "sched_getaffinity": lambda process: call(204, process, 128, block),
        "prlimit64": lambda process: call(302, process, 7, 0, block),
        "sched_getscheduler": lambda process: call(145, process),
        "sched_getparam": lambda process: call(143, process, block),
        "sched_getattr": lambda process: call(315, process, block, 56, 0),
        "sched_rr_get_interval": lambda process: call(148, process, block),
        "getpriority": lambda process: call(140, 0, process),
        "ioprio_get": lambda process: call(252, 1, process),
        "getpgid": lambda process: call(121, process),
        "getsid": lambda process: call(124, process),
        "get_robust_list": lambda process: call(274, process, block, block),
        "kill": lambda process: call(62, process, 0),
        "wait4": lambda process: call(61, process, block, 1, 0),
        "pidfd_open": lambda process: call(434, process, 0),
    }
    return [name for name, ask in asks.items() if len({error_of(ask, each) for each in others(NOBODY)}) > 1]


NOBODY = 4_194_300


def error_of(ask, process):
    try:
        ask(process)
    except OSError as error:
        return error.errno
    return 0
