"""The filter of system calls: what is left of the kernel in a sandboxed worker.

It is a list of what is allowed, put on all threads at once, for good. There is no open, socket, clone, exec
or kill in it. A learner sees PermissionError where Python makes another call.
"""

import ctypes
import errno
import platform
from collections.abc import Mapping
from dataclasses import dataclass

from live_demo.sandbox.bpf import (
    ALLOW,
    ARCHITECTURE,
    KILL,
    NUMBER,
    Is,
    Without,
    at_least,
    end,
    equal,
    load,
    refuse,
)
from live_demo.sandbox.kernel import call, check
from live_demo.sandbox.system_calls import ALLOWED, DEADLY, MACHINES

_AUDIT_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_X32 = 0x40000000
_SET_MODE_FILTER, _TSYNC = 1, 1
_PROT_EXEC, _MAP_SHARED, _MAP_HUGETLB = 4, 1, 0x40000
_F_GETFD, _F_GETFL = 1, 3
_FIONBIO, _MADV_DONTNEED = 0x5421, 4
_CLOCKS = Is(0, (1, 0, 2, 3, 4, 5, 6, 7, 11))
"""The clocks of the machine and its own: any other number is the processor time of a process, or a device."""
_PRIVATE, _REALTIME = 128, 256
_WAIT, _WAKE, _REQUEUE, _CMP_REQUEUE, _WAKE_OP, _WAIT_BITSET, _WAKE_BITSET = 0, 1, 3, 4, 5, 9, 10
_PLAIN = (_WAIT, _WAKE, _WAIT_BITSET, _WAKE_BITSET, _REQUEUE, _CMP_REQUEUE, _WAKE_OP)
_FUTEX = (
    *(each | _PRIVATE for each in _PLAIN),
    _WAIT_BITSET | _PRIVATE | _REALTIME,
    *_PLAIN,
    _WAIT_BITSET | _REALTIME,
)
"""The operations that glibc's locks use. Those with inheritance of priorities (PI) name any thread."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A call is allowed where all of `conditions` hold, else it ends as `otherwise` says."""

    conditions: tuple[Is | Without, ...] = ()
    otherwise: int = refuse()

    def body(self) -> list[bytes]:
        """The instructions of the rule; the last ones allow and refuse."""
        out = [end(ALLOW), end(self.otherwise)]
        for condition in reversed(self.conditions):
            # Where it fails, jump over all that follows but the refusal.
            out = condition.tests(len(out) - 1) + out
        return out if self.conditions else [end(ALLOW)]


_RULES: Mapping[str, Rule] = {
    # Executable memory would run code that no Python made. RLIMIT_DATA does not count shared memory.
    "mmap": Rule((Without(2, _PROT_EXEC), Without(3, _MAP_SHARED | _MAP_HUGETLB))),
    "mprotect": Rule((Without(2, _PROT_EXEC),)),
    # F_SETOWN would have the kernel send SIGIO to another process, F_DUPFD makes more descriptors.
    "fcntl": Rule((Is(1, (_F_GETFD, _F_GETFL)),)),
    # FIOSETOWN is as F_SETOWN.
    "ioctl": Rule((Is(1, (_FIONBIO,)),), refuse(errno.ENOTTY)),
    # A clock can be the processor time of any other process.
    "clock_gettime": Rule((_CLOCKS,)),
    "clock_getres": Rule((_CLOCKS,)),
    "clock_nanosleep": Rule((_CLOCKS,)),
    # Others would tell which processes there are.
    "futex": Rule((Is(1, _FUTEX),)),
    "sched_getaffinity": Rule((Is(0, (0,)),)),
    # Only its own limits, and only to read them: no new limit is given.
    "prlimit64": Rule((Is(0, (0,)), Is(2, (0,), whole=True))),
    # Without an address: to the serving process, never to an abstract socket.
    "sendto": Rule((Is(4, (0,), whole=True),)),
    "madvise": Rule((Is(2, (_MADV_DONTNEED,)),), refuse(errno.EINVAL)),
}
_FREQUENT = ("read", "write", "futex", "epoll_wait", "epoll_pwait", "sendto", "recvfrom", "clock_gettime")


def program(machine: str = "") -> bytes:
    """The filter for an architecture, this one if not said. Raises `LookupError` for one that is unknown."""
    machine = machine or platform.machine()
    if machine not in MACHINES:
        raise LookupError(f"the numbers of the system calls of {machine} are not known")
    out = [load(ARCHITECTURE), equal(_AUDIT_ARCHITECTURES[machine], 1, 0), end(KILL), load(NUMBER)]
    if machine == "x86_64":  # a second set of numbers for the same calls
        out += [at_least(_X32, 0, 1), end(KILL)]
    column = MACHINES.index(machine)
    for name in (*_FREQUENT, *(name for name in ALLOWED if name not in _FREQUENT)):
        out += _where_number_is(ALLOWED[name][column], _body_of(name))
    for numbers in DEADLY.values():
        out += _where_number_is(numbers[column], [end(KILL)])
    return b"".join([*out, end(refuse())])


def _body_of(name: str) -> list[bytes]:
    if name == "clone3":  # glibc then tries clone, which is refused: Python cannot start a new thread
        return [end(refuse(errno.ENOSYS))]
    return _RULES.get(name, Rule()).body()


def _where_number_is(number: int | None, body: list[bytes]) -> list[bytes]:
    return [] if number is None else [equal(number, 0, len(body)), *body]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def install(code: bytes) -> None:
    """Put the filter on every thread of this process. Needs no_new_privs. Raises `OSError`.

    Speculative Store Bypass stays off (no SPEC_ALLOW), which is the kernel's own choice for filters.
    """
    buffer = ctypes.create_string_buffer(code, len(code))
    made = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    number = _SECCOMP[platform.machine()]
    check(call(number, _SET_MODE_FILTER, _TSYNC, ctypes.byref(made)), "seccomp")
