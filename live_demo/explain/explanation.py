"""What the pages of Why? show of two runs: their first difference in words, the line behind it, one point."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from live_demo.challenges.judged_page import line_at
from live_demo.explain.at_point import at_point, is_repeated, same_lines
from live_demo.explain.compare import Difference, first_difference
from live_demo.explain.fault import fault_in_run
from live_demo.explain.sentences import Named, nobody, sentences_about
from live_demo.trace.point import TracePoint


@dataclass(frozen=True, slots=True)
class Code:
    """Code that has run: what it is called, such as 'A right solution', and its text."""

    name: str
    source: str


def nearest(code: str, others: Iterable[str]) -> str:
    """The one of `others` that has most in common with `code`."""
    return max(others, key=lambda other: len(same_lines(code, other)) / (len(other.splitlines()) or 1))


def explanation(
    own: Sequence[TracePoint],
    reference: Sequence[TracePoint],
    code: str,
    other: Code,
    *,
    asked: int = 0,
    is_cut: bool = False,
    named: Named = nobody,
) -> dict[str, Any]:
    """The context of `explain/_difference.html` and `_here.html`. `own` are points of `with_lines`.

    `code` is the learner's, `asked` the point of which more is said; `is_cut` as in `first_difference`.
    """
    difference = first_difference(own, reference, is_cut=is_cut)
    lines = same_lines(code, other.source)
    here = at_point(own, reference, asked, lines) if 0 < asked <= len(own) else None
    at = _point_of_line(difference, own)
    return {
        "asked": asked,
        "here": None if is_repeated(here, difference, asked) else here,
        "difference": difference,
        "sentences": sentences_about(difference, own, reference, other=other.name, named=named)
        if difference
        else "",
        "line": line_at(own, at, code) if at else None,
        "other": other.name,
        "fault": fault_in_run(own, code),
    }


def _point_of_line(difference: Difference | None, own: Sequence[TracePoint]) -> int:
    """The point whose line made the difference: of a frame that was sent, or of one that has not come.

    0 where the traces do not say which: the values differ, or the run went on to its end without the frame.
    """
    if difference is None:
        return 0
    is_over = any(point.event == "websocket.disconnect" for point in own)
    return difference.own.point if difference.mine or (difference.theirs and not is_over) else 0
