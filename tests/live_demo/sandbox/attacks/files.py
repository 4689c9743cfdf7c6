def reads_a_file():
    return through(
        lambda: open("/etc/passwd").read(),
        lambda: os.open("/etc/passwd", 0),
        lambda: os.open("etc/passwd", 0),
    )


def reads_a_secret_of_the_server():
    return through(lambda: open(SECRET).read(), lambda: open(SECRET, "w"))


def opens_by_system_calls():
    how = ctypes.create_string_buffer(24)
    path = ctypes.c_char_p(b"/etc/passwd")
    return through(
        lambda: call(2, path, 0), lambda: call(257, -100, path, 0), lambda: call(437, -100, path, how, 24)
    )


def finds_an_environment():
    environ = ctypes.c_void_p.in_dll(library, "environ")
    entries = ctypes.cast(environ, ctypes.POINTER(ctypes.c_char_p))
    found, place = [*os.environ], 0
    while environ.value and entries[place]:
        found.append(entries[place].decode())
        place += 1
    return found + through(lambda: open("/proc/self/environ").read())


def lists_folders():
    return through(
        lambda: os.listdir("/"),
        lambda: os.stat("/etc/shadow"),
        lambda: os.readlink("/proc/self/exe"),
        os.getcwd,
        lambda: os.scandir("."),
        lambda: os.statvfs("/"),
        lambda: os.chdir("/tmp"),
        lambda: os.access("/etc/passwd", os.F_OK) or 1 / 0,
    )


def writes_a_file():
    import tempfile

    return through(
        lambda: open("/tmp/handshake-escaped", "w").write("x"),
        tempfile.mkdtemp,
        lambda: os.truncate(SECRET, 0),
        lambda: open("/dev/shm/handshake-escaped", "w"),
    )


def changes_folders():
    return through(
        lambda: os.symlink("/etc/passwd", "/tmp/handshake-link"),
        lambda: os.link(SECRET, "/tmp/handshake-link"),
        lambda: os.mkdir("/tmp/handshake-folder"),
        lambda: os.rename("/tmp/handshake-folder", "/tmp/handshake-other"),
        lambda: os.unlink(SECRET),
        lambda: os.chmod(SECRET, 0o777),
        lambda: os.mkfifo("/tmp/handshake-pipe"),
        lambda: os.utime(SECRET),
        lambda: os.chown(SECRET, 0, 0),
        lambda: os.setxattr(SECRET, "user.x", b"x"),
    )


def finds_inherited_descriptors():
    """Standard streams, the connection, and the three of the event loop; nothing else."""
    found = []
    for descriptor in range(4096):
        try:
            fcntl.fcntl(descriptor, fcntl.F_GETFD)
            found.append(descriptor)
        except OSError:
            continue
    return found[7:] + through(lambda: os.read(0, 10) or 1 / 0)


def uses_descriptors_of_others():
    return through(
        lambda: os.open(f"/proc/{OTHER}/fd/3", 0),
        lambda: os.open("/proc/self/fd/3", 0),
        lambda: os.dup(3),
    )


def makes_descriptors():
    made = 0
    for make in (
        lambda: os.dup(3),
        socket.socketpair,
        os.pipe,
        select.epoll,
        lambda: os.eventfd(0),
        lambda: os.memfd_create("x"),
    ):
        try:
            for _ in range(5000):
                make()
                made += 1
        except OSError:
            continue
    return [made] if made else []


def waits_for_files():
    """inotify, fanotify"""
    return through(lambda: call(253), lambda: call(294, 0), lambda: call(300, 0, 0))


def opens_devices():
    return through(
        lambda: open("/proc/self/mem", "r+b"),
        lambda: open("/dev/mem", "rb"),
        lambda: open("/proc/self/maps").read(),
        lambda: open("/dev/kmsg").read(),
        lambda: open("/dev/tty"),
    )
