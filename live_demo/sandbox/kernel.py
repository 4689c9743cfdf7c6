"""System calls that Python has no function for, through the C library. Linux only."""

import ctypes
import os
from functools import cache
from typing import Any


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library


def call(number: int, *arguments: Any) -> int:
    """The result of the system call `number`; integers are passed as long. -1 is a failure."""
    wide = (ctypes.c_long(each) if isinstance(each, int) else each for each in arguments)
    return int(_library().syscall(ctypes.c_long(number), *wide))


def control(option: int, value: int) -> int:
    """prctl(option, value, 0, 0, 0)"""
    return int(_library().prctl(option, value, 0, 0, 0))


def check(result: int, what: str) -> int:
    """`result`. Raises `OSError` that names `what` where it is a failure."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result
