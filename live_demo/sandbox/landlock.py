"""Landlock: no file, no TCP port, no abstract socket and no signal outside, whatever the filter misses.

A ruleset handles rights, and nothing that it handles is allowed unless a rule says so. Ours has no rule.
Source: the kernel's `Documentation/userspace-api/landlock.rst`; the numbers are the same on every machine.
"""

import ctypes
import os
import struct

from live_demo.sandbox.kernel import call, check

_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_VERSION = 1
_RIGHTS_OF_FILES = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights a version of the interface handles; 16 since the fifth."""


def version() -> int:
    """The version of the interface that the kernel has; 0 where it has none."""
    return max(0, call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_VERSION)))


def restrict() -> int:
    """Restrict this thread and those that it starts, for good. Returns the version; 0 without Landlock.

    Needs no_new_privs. Raises `OSError`.
    """
    found = version()
    if not found:
        return 0
    rules = ctypes.c_char_p(_ruleset(found))
    size = ctypes.c_size_t(8 if found < 4 else 16 if found < 6 else 24)
    descriptor = check(call(_CREATE_RULESET, rules, size, ctypes.c_uint(0)), "Landlock")
    check(call(_RESTRICT_SELF, descriptor, ctypes.c_uint(0)), "Landlock")
    os.close(descriptor)
    return found


def _ruleset(found: int) -> bytes:
    """All rights that this version handles: of files, of TCP ports, and the scopes of sockets and signals."""
    files = (1 << _RIGHTS_OF_FILES.get(found, 16)) - 1
    ports = 0b11 if found >= 4 else 0
    scopes = 0b11 if found >= 6 else 0
    return struct.pack("=QQQ", files, ports, scopes)
