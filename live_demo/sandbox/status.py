"""Whether learners' own code is run here: what `OWN_CODE` asks for, and what the self-test has found."""

import logging
import platform
import sys
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from live_demo.sandbox.self_test import UNREACHABLE, escapes
from live_demo.sandbox.system_calls import MACHINES

RETRY_SECONDS = 15

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Status:
    """`why`: why learners' code is not run here, a sentence; empty where it is. `note`: for operators."""

    why: str = ""
    note: str = ""
    may_pass: bool = False
    """Whether it is worth a test again: the fork server was not there."""

    @property
    def is_on(self) -> bool:
        return not self.why


_OFF = Status("The operator of this site has switched off running learners' own code.")
_NO_LANDLOCK = (
    "Learners' own code runs without Landlock, which this kernel does not have. "
    "The filter of system calls confines it alone (docs/own-code.md)."
)


def status() -> Status:
    """The status of this process. The first call runs the self-test, which takes about a second."""
    global _known, _tested_at
    with _lock:
        is_over = _known is not None and _known.may_pass and time.monotonic() - _tested_at > RETRY_SECONDS
        if _known is None or is_over:
            _known, _tested_at = _tested(), time.monotonic()
    return _known


_lock = threading.Lock()
_known: Status | None = None
_tested_at = 0.0


def known() -> Status | None:
    """The status as far as it is known; None while the self-test runs. Never blocks."""
    return _known


def forget() -> None:
    """Let the next call of `status` test anew."""
    global _known
    _known = None


def check_at_start() -> None:
    """Run the self-test beside the start, or before it where learners' own code is required.

    Raises `ImproperlyConfigured` with `OWN_CODE=require` where a piece is missing.
    """
    if settings.OWN_CODE["MODE"] != "require":
        threading.Thread(target=status, daemon=True, name="own code: self-test").start()
    elif not status().is_on:
        raise ImproperlyConfigured(f"OWN_CODE=require, and: {status().why}")


def _tested() -> Status:
    if settings.OWN_CODE["MODE"] == "off":
        return _OFF
    if sys.platform != "linux":
        return Status("Learners' own code runs on Linux only: nothing else here can sandbox a process.")
    if platform.machine() not in MACHINES:
        return Status(
            f"The system calls of {platform.machine()} are not known, so nothing is sandboxed here."
        )
    found, landlock = escapes()
    if found:
        logger.warning("Learners' own code is off: a worker failed its self-test: %s", "; ".join(found))
        why = f"A sandboxed worker failed its self-test: {'; '.join(found)}."
        return Status(why, may_pass=found[0].startswith(UNREACHABLE))
    return Status(note="" if landlock else _NO_LANDLOCK)
