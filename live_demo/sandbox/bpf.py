"""Classic BPF as far as a seccomp filter needs it: instructions, and the data that they look at. Pure.

Sources: `linux/filter.h`, `linux/seccomp.h`; the data is `struct seccomp_data`.
"""

import errno
import struct
from dataclasses import dataclass

ALLOW = 0x7FFF0000
KILL = 0x80000000
NUMBER, ARCHITECTURE = 0, 4
"""Offsets of the number of the call and of its architecture."""
_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06


def refuse(error: int = errno.EPERM) -> int:
    """Let the call fail with `error`, without doing anything."""
    return 0x00050000 | error


def load(offset: int) -> bytes:
    return _instruction(_LOAD, 0, 0, offset)


def end(action: int) -> bytes:
    return _instruction(_RETURN, 0, 0, action)


def equal(value: int, then: int, otherwise: int) -> bytes:
    """Skip `then` instructions where the loaded word is `value`, else `otherwise`."""
    return _instruction(_EQUAL, then, otherwise, value)


def at_least(value: int, then: int, otherwise: int) -> bytes:
    return _instruction(_AT_LEAST, then, otherwise, value)


def any_bit(bits: int, then: int, otherwise: int) -> bytes:
    """Skip `then` instructions where the loaded word has one of `bits`, else `otherwise`."""
    return _instruction(_ANY_BIT, then, otherwise, bits)


def _instruction(code: int, then: int, otherwise: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Is:
    """The lower half of an argument (counted from 0) is one of `values`; the upper half too with `whole`."""

    argument: int
    values: tuple[int, ...]
    whole: bool = False

    def tests(self, to_refusal: int) -> list[bytes]:
        """Instructions that go on where it holds, and else jump over `to_refusal` that follow them."""
        last = len(self.values) - 1
        low = [
            equal(value, last - place, 0 if place < last else to_refusal + 2 * self.whole)
            for place, value in enumerate(self.values)
        ]
        high = [load(_upper(self.argument)), equal(0, 0, to_refusal)] if self.whole else []
        return [load(_lower(self.argument)), *low, *high]


@dataclass(frozen=True, slots=True)
class Without:
    """The lower half of an argument has none of `bits`."""

    argument: int
    bits: int

    def tests(self, to_refusal: int) -> list[bytes]:
        return [load(_lower(self.argument)), any_bit(self.bits, to_refusal, 0)]


def _lower(argument: int) -> int:
    return 16 + 8 * argument


def _upper(argument: int) -> int:
    return _lower(argument) + 4
