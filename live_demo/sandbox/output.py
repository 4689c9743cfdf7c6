"""What the learner's code prints and logs becomes trace points, in the order in which it happened."""

import io
import logging
import sys
import traceback

from live_demo.sandbox.imports import restore_modules
from live_demo.sandbox.own_files import is_own
from live_demo.trace.line_trace import recording
from live_demo.trace.recorder import Recorder

MAX_TEXT = 2_000
"""Characters of one piece of output that are kept."""
MAX_PIECE = 600
"""Characters of one frame or of one exception in a traceback."""
PRINTED, RAISED, NOT_LOADED = "output.printed", "output.raised", "file.not_loaded"
"""The events of the points that tell of output, of a traceback, and of why the files could not be run."""
LAST_LINE = "; the last line that it was seen at is line "
"""Comes before the number of the line in the words that tell how a run was ended."""


class Printed(io.TextIOBase):
    """A standard stream: each line that is written is recorded when it is complete.

    It belongs to the connection whose code has written it; what belongs to none is recorded by `recorder`.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._text = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *lines, self._text = (self._text + text).split("\n")
        if len(self._text) > MAX_TEXT:
            lines, self._text = [*lines, self._text], ""
        if lines:
            recorder = recording.get() or self._recorder
            recorder.notice(PRINTED, {"text": "\n".join(lines)[:MAX_TEXT]})
        return len(text)


def redirect(recorder: Recorder) -> None:
    """Record what is printed and logged from now on."""
    sys.stdout = sys.stderr = Printed(recorder)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", force=True
    )
    logging.getLogger("asyncio").setLevel(logging.ERROR)


def record_traceback(recorder: Recorder, error: BaseException) -> None:
    """Record how `error` came about, as Python prints it, with the frames of the learner's own files."""
    restore_modules()
    shown = traceback.TracebackException.from_exception(error)
    shown.stack = traceback.StackSummary.from_list([f for f in shown.stack if is_own(f.filename)])
    recorder.notice(RAISED, {"text": _bounded(shown)})


def _bounded(shown: traceback.TracebackException) -> str:
    """The end of the text as Python prints it. The name of the exception is never left out."""
    text = "".join(_shortened(piece) for piece in shown.format()).rstrip()
    name = _shortened(next(shown.format_exception_only())).rstrip()
    end = text[-MAX_TEXT:]
    return end if name in end else f"{end[len(name) + 3 :]}\n…\n{name}"


def _shortened(piece: str) -> str:
    return piece if len(piece) <= MAX_PIECE else f"{piece[:MAX_PIECE]}…\n"
