def forks():
    def fork():
        if os.fork() == 0:
            os._exit(0)

    def clone():
        if call(56, 17, 0, 0, 0, 0) == 0:
            os._exit(0)

    return through(fork, clone, lambda: call(435, ctypes.create_string_buffer(88), 88))


def starts_programs():
    return through(
        lambda: subprocess.run(["/bin/true"]),
        lambda: os.posix_spawn("/bin/true", ["true"], {}),
        lambda: os.system("true") == 0 or 1 / 0,
        lambda: os.execv("/bin/true", ["true"]),
        lambda: os.popen("id").read(),
    )


def executes_memory():
    return through(lambda: os.memfd_create("x"), lambda: call(322, 3, ctypes.c_char_p(b""), 0, 0, 0x1000))


def starts_many_threads():
    made = 0
    try:
        while made < 20_000:
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
            made += 1
    except RuntimeError:
        pass
    return [made] if made else []


def forks_many():
    made = 0
    for _ in range(200):
        try:
            if os.fork() == 0:
                time.sleep(3)
                os._exit(0)
            made += 1
        except OSError:
            continue
    return [made] if made else []


def signals_others():
    return through(
        lambda: os.kill(HOST, 0),
        lambda: os.kill(os.getppid(), 0),
        lambda: os.kill(-1, 0),
        lambda: os.killpg(0, 0),
        lambda: os.pidfd_open(HOST),
        lambda: call(234, HOST, HOST, 0),
        lambda: call(200, HOST, 0),
        lambda: call(129, HOST, 0, ctypes.create_string_buffer(128)),
        lambda: call(297, HOST, HOST, 0, ctypes.create_string_buffer(128)),
    )


def has_signals_sent():
    """F_SETOWN and FIOSETOWN: the kernel would send SIGIO to the server."""
    return through(
        lambda: fcntl.fcntl(3, fcntl.F_SETOWN, HOST),
        lambda: fcntl.fcntl(3, fcntl.F_SETFL, 0o22000),
        lambda: fcntl.ioctl(3, 0x8901, struct.pack("i", HOST)),
        lambda: fcntl.fcntl(3, 15, struct.pack("ii", 1, HOST)),
        lambda: fcntl.fcntl(3, 10, signal.SIGTERM),
    )


def reaches_another_worker():
    return through(
        lambda: os.kill(OTHER, 0),
        lambda: open(f"/proc/{OTHER}/mem", "rb"),
        lambda: open(f"/proc/{OTHER}/environ").read(),
        lambda: os.open(f"/proc/{OTHER}/fd/3", 0),
    )


def becomes_root():
    data = struct.pack("=6I", 0xFFFFFFFF, 0xFFFFFFFF, 0, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    header = struct.pack("=Ii", 0x20080522, 0)
    return through(
        lambda: os.setuid(0),
        lambda: os.setresuid(0, 0, 0),
        lambda: os.setgroups([0]),
        lambda: call(126, ctypes.c_char_p(header), ctypes.c_char_p(data)),
        lambda: library.prctl(38, 0, 0, 0, 0) == 0 or 1 / 0,
        lambda: library.prctl(4, 1, 0, 0, 0) == 0 or 1 / 0,
    ) + ([os.getuid()] if 0 in (os.getuid(), os.geteuid(), os.getgid(), os.getegid()) else [])


def changes_limits():
    return through(
        lambda: resource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6)),
        lambda: resource.prlimit(HOST, resource.RLIMIT_CORE, (0, 0)),
        lambda: resource.prlimit(HOST, resource.RLIMIT_CPU),
        lambda: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (3, 3)),
    )


def changes_priorities():
    return through(
        lambda: os.setpriority(os.PRIO_PROCESS, HOST, 19),
        lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
        lambda: os.sched_setaffinity(HOST, {0}),
        lambda: os.nice(-10),
        lambda: call(140, 0, HOST),
        lambda: call(251, 1, HOST, 0),
    )


def sets_timers():
    return through(
        lambda: call(222, 0, 0, ctypes.create_string_buffer(8)),
        lambda: signal.setitimer(signal.ITIMER_REAL, 0),
        os.setsid,
        lambda: call(283, 1, 0),
    )


def changes_its_filter():
    """A second filter, or Landlock once more."""
    return through(lambda: call(317, 1, 0, ctypes.create_string_buffer(16)), lambda: call(444, 0, 0, 1))


def finds_the_products_settings():
    from django.conf import settings

    engines = [each.get("ENGINE", "") for each in settings.DATABASES.values()]
    found = [each for each in engines if not each.endswith("dummy")]
    return found + ([settings.SECRET_KEY] if "key" in settings.SECRET_KEY else [])


def imports_what_is_not_there():
    return through(
        lambda: __import__("sqlite3"),
        lambda: __import__("http.server"),
        lambda: __import__("tutorial.settings"),
        lambda: inspect.getsource(os),
    )


def finds_the_code_of_another_learner():
    """Look in what the garbage collector knows. The fork server has never seen a source."""
    needle = "A-WORD-OF-" + "ANOTHER-LEARNER"
    return [
        type(each).__name__
        for each in gc.get_objects()
        if isinstance(each, dict) and needle in map(str, each.values())
    ]
