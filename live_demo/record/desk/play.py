"""Play a script in a process of its own, which is ended when it takes too long."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings

from live_demo.record.desk.models import LIMIT
from live_demo.record.server import Script

COMMAND = [sys.executable, "-m", "live_demo.record.desk.child"]
MAX_LINE = 8_000_000
"""Characters of a line that is read from the process: a recorded run has far fewer."""


BROKE_OFF = "The process that runs the lesson broke off."


class NoRunError(Exception):
    """Raised if the process brought no run. The message says why, in an instructor's words."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A whole run: the server that it ran on, its points as in trace.json, and the rows that were played."""

    server: str
    points: list[dict[str, Any]]
    rows: list[dict[str, Any]]


def play_alone(script: Script, on_step: Callable[[int], None]) -> Brought:
    """Play `script`; `on_step` gets the number of each step that is reached. Raises `NoRunError`."""
    with subprocess.Popen(  # noqa: S603  # our own module
        COMMAND,
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        last, was_too_long = _talk(process, script, on_step)
    return _brought(last, was_too_long=was_too_long)


def _talk(
    process: "subprocess.Popen[str]", script: Script, on_step: Callable[[int], None]
) -> tuple[dict[str, Any], bool]:
    """(the last line of the process, whether it had to be ended)."""
    too_long = threading.Event()

    def end() -> None:
        too_long.set()
        process.kill()

    timer = threading.Timer(LIMIT.total_seconds(), end)
    timer.start()
    try:
        assert process.stdin
        assert process.stdout
        with process.stdin as wanted:
            json.dump(script.as_data(), wanted)
        last = _follow(process.stdout, on_step)
    except (OSError, ValueError) as error:
        if not too_long.is_set():
            raise NoRunError(BROKE_OFF) from error
        last = {}
    finally:
        timer.cancel()
        process.kill()
    return last, too_long.is_set()


def _follow(lines: IO[str], on_step: Callable[[int], None]) -> dict[str, Any]:
    """Read the process's output to its last line, which is returned. Report steps meanwhile."""
    last: dict[str, Any] = {}
    for last in _parsed(lines):
        if "step" in last:
            on_step(int(last["step"]))
    return last


def _parsed(lines: IO[str]) -> Iterator[dict[str, Any]]:
    while line := lines.readline(MAX_LINE):
        yield json.loads(line)


def _brought(last: dict[str, Any], *, was_too_long: bool) -> Brought:
    if was_too_long:
        raise NoRunError(f"The run took longer than {LIMIT.seconds} seconds and was ended.")
    if "points" not in last:
        raise NoRunError(BROKE_OFF)
    if last["fault"]:
        raise NoRunError(f"The run broke off at this row of the script: {last['fault']}.")
    return Brought(last["server"], last["points"], last["rows"])
