"""What two traces on the same inputs prove about one point of the first: a frame, or a line. Pure."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from live_demo.explain.compare import Difference, Side, sent
from live_demo.trace.point import TracePoint

_ADDRESS = " at 0x"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`what` was looked at; `sentence` is what the two traces prove of it, with both sides if any."""

    what: str
    sentence: str
    own: Side | None = None
    reference: Side | None = None


def same_lines(own: str, reference: str) -> dict[int, int]:
    """{line of `own`: line of `reference`} for the lines that both sources have, in the same order."""
    matcher = difflib.SequenceMatcher(None, own.splitlines(), reference.splitlines(), autojunk=False)
    return {
        block.a + step + 1: block.b + step + 1
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def at_point(
    own: Sequence[TracePoint], reference: Sequence[TracePoint], number: int, lines: Mapping[int, int]
) -> Comparison | None:
    """The comparison at point `number` of `own`; `lines` are those of `same_lines`.

    None where the point is neither a frame to the browser nor a line.
    """
    point = own[number - 1]
    if point.frame and point.frame.to == "browser":
        return _at_frame(own, reference, point)
    if point.layer == "code" and point.line:
        return _at_line(own, reference, point, lines)
    return None


def is_repeated(here: Comparison | None, difference: Difference | None, number: int) -> bool:
    """Whether the first difference of the runs says the same as the comparison `here` at point `number`."""
    if here is None or difference is None:
        return False
    sides = (here.own, here.reference)
    return number == difference.own.point or sides == (difference.own, difference.reference)


def _at_frame(own: Sequence[TracePoint], reference: Sequence[TracePoint], point: TracePoint) -> Comparison:
    place = [each.number for each in sent(own)].index(point.number)
    of_reference = sent(reference)
    what = f"Frame {place + 1} to the browser"
    own_side = _frame(point)
    if place >= len(of_reference):
        return Comparison(what, "The other run sends no such frame.", own_side, Side("nothing"))
    other_side = _frame(of_reference[place])
    is_same = own_side.words == other_side.words
    sentence = "Both runs send the same here." if is_same else "The two runs differ here."
    return Comparison(what, sentence, own_side, other_side)


def _frame(point: TracePoint) -> Side:
    assert point.frame
    return Side(point.frame.label, point.number)


def _at_line(
    own: Sequence[TracePoint], reference: Sequence[TracePoint], point: TracePoint, lines: Mapping[int, int]
) -> Comparison:
    what = f"Line {point.line}"
    line = lines.get(point.line or 0)
    if line is None:
        return Comparison(what, "The other code does not have this line, so no value can be compared at it.")
    turn = _turn(own, point.number)
    at_own = [each for each in of_turn(own, turn) if each.line == point.line and each.event == point.event]
    at_reference = [
        each for each in of_turn(reference, turn) if each.line == line and each.event == point.event
    ]
    place = [each.number for each in at_own].index(point.number)
    if place >= len(at_reference):
        return Comparison(what, f"The other code has this line, and does not run it {_when(turn)}.")
    return _values(what, point, at_reference[place])


def _values(what: str, own: TracePoint, reference: TracePoint) -> Comparison:
    for prefix, of_own, of_reference in (
        ("self.", own.attributes, reference.attributes),
        ("", own.locals, reference.locals),
    ):
        for name in sorted(of_own.keys() & of_reference.keys()):
            if _differ(of_own[name], of_reference[name]):
                sides = Side(of_own[name], own.number), Side(of_reference[name], reference.number)
                return Comparison(what, f"At this line {prefix}{name} differs.", *sides)
    return Comparison(what, "Both runs come to this line, and what both have has the same values there.")


def _differ(own: str, reference: str) -> bool:
    """Whether two values differ. One with an address is not compared: it is another in each process."""
    return own != reference and _ADDRESS not in own and _ADDRESS not in reference


def _turn(points: Sequence[TracePoint], number: int) -> int:
    """Number of frames of the browser up to the point `number`."""
    return sum(1 for each in points[:number] if each.frame and each.frame.to == "server")


def of_turn(points: Sequence[TracePoint], turn: int) -> list[TracePoint]:
    """The points of the code after frame `turn` of the browser, and before the next."""
    starts = [place for place, each in enumerate(points) if each.frame and each.frame.to == "server"]
    bounds = [0, *starts, len(points)]
    found = points[bounds[turn] : bounds[turn + 1]] if turn < len(bounds) - 1 else []
    return [each for each in found if each.layer == "code"]


def _when(turn: int) -> str:
    return f"after frame {turn} of the browser" if turn else "before the first frame of the browser"
