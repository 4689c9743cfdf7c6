"""System calls by name: which a sandboxed worker may make, and which end it at once. Pure.

The numbers are those of Linux for (x86_64, aarch64), from the kernel's tables; None where the architecture
has no such call. Every call that stands in neither table fails with EPERM.
"""

from collections.abc import Mapping

type Numbers = tuple[int | None, int | None]

MACHINES = ("x86_64", "aarch64")
"""The architectures whose numbers are known, in the order of `Numbers`."""

ALLOWED: Mapping[str, Numbers] = {
    # The one connection, and the descriptors that the event loop has made before.
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "sendto": (44, 206),
    "recvfrom": (45, 207),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
    # Waiting for them.
    "poll": (7, None),
    "select": (23, None),
    "epoll_wait": (232, None),
    "epoll_ctl": (233, 21),
    "pselect6": (270, 72),
    "ppoll": (271, 73),
    "epoll_pwait": (281, 22),
    "epoll_pwait2": (441, 441),
    # Memory: private, and never executable.
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "mremap": (25, 216),
    "madvise": (28, 233),
    # Threads that exist already, and their locks.
    "futex": (202, 98),
    "sched_yield": (24, 124),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "clone3": (435, 435),
    # Signals to itself.
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    # Time.
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    # What it is, and random bytes.
    "getpid": (39, 172),
    "getppid": (110, 173),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "getgid": (104, 176),
    "geteuid": (107, 175),
    "getegid": (108, 177),
    "getrusage": (98, 165),
    "prlimit64": (302, 261),
    "sched_getaffinity": (204, 123),
    "getrandom": (318, 278),
    # Its end.
    "exit": (60, 93),
    "exit_group": (231, 94),
}

DEADLY: Mapping[str, Numbers] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_by_handle_at": (304, 265),
    "pidfd_getfd": (438, 438),
    "personality": (135, 92),
    "iopl": (172, None),
    "modify_ldt": (154, None),
}
"""Calls that no honest code makes. The process dies with SIGSYS, and the run says so."""
