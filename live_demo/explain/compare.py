"""The first difference of two traces on the same inputs. Pure: it says only what the traces prove."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from live_demo.trace.point import Frame, TracePoint

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Side:
    """Words for what one trace shows, and the number of the point that proves it (0: none does)."""

    words: str
    point: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` differs first: in the learner's run it is `own`, in the other one `reference`.

    `mine` and `theirs` are the frames that differ; None where a run has none there. Of a value both are None.
    """

    what: str
    own: Side
    reference: Side
    mine: Frame | None = None
    theirs: Frame | None = None


def first_difference(
    own: Sequence[TracePoint], reference: Sequence[TracePoint], *, is_cut: bool = False
) -> Difference | None:
    """The first difference in what the server sent, else in the values after the same input, or None.

    `is_cut`: the inputs of `own` ended early, so that fewer frames are no difference.
    """
    return _of_frames(own, reference, is_cut) or _of_values(own, reference)


def sent(points: Sequence[TracePoint]) -> list[TracePoint]:
    """The points at which something crossed the wire to the browser."""
    return [point for point in points if point.frame and point.frame.to == "browser"]


def raised(points: Sequence[TracePoint]) -> TracePoint | None:
    """The first exception that left the consumer."""
    return next((point for point in points if point.event == "exception"), None)


def crossed(frames: Sequence[Frame]) -> list[str]:
    """What crossed the wire, both ways and in order, without the address of the request."""
    return [f"{frame.to}: {frame.label}" for frame in frames if frame.kind != "upgrade"]


def _of_frames(own: Sequence[TracePoint], reference: Sequence[TracePoint], is_cut: bool) -> Difference | None:
    frames = sent(own)
    pairs = zip_longest(frames, sent(reference)[: len(frames) if is_cut else None])
    for number, (mine, theirs) in enumerate(pairs, start=1):
        if _label(mine) != _label(theirs):
            what, sides = _what(number, mine, theirs), (_side(mine, own), _side(theirs, reference))
            return Difference(what, *sides, *[each.frame if each else None for each in (mine, theirs)])
    return None


def _what(number: int, mine: TracePoint | None, theirs: TracePoint | None) -> str:
    kinds = {point.frame.kind for point in (mine, theirs) if point and point.frame}
    if kinds & {"accept", "refuse"}:
        return "The answer to the handshake"
    if kinds == {"close"} and mine and theirs:
        return "The close code"
    return f"Frame {number} to the browser"


def _side(point: TracePoint | None, points: Sequence[TracePoint]) -> Side:
    if point:
        return Side(_label(point), point.number)
    if error := raised(points):
        return Side(f"{NOTHING}, after an exception: {error.error}", error.number)
    return Side(NOTHING, points[-1].number if points else 0)


def _label(point: TracePoint | None) -> str:
    return point.frame.label if point and point.frame else ""


def _of_values(own: Sequence[TracePoint], reference: Sequence[TracePoint]) -> Difference | None:
    for number, (mine, theirs) in enumerate(zip(_after_inputs(own), _after_inputs(reference), strict=False)):
        for name in sorted(mine.attributes.keys() & theirs.attributes.keys()):
            values = mine.attributes[name], theirs.attributes[name]
            if values[0] != values[1] and not any(" at 0x" in value for value in values):
                what = f"self.{name} after frame {number + 1} of the browser"
                return Difference(what, Side(values[0], mine.number), Side(values[1], theirs.number))
    return None


def _after_inputs(points: Sequence[TracePoint]) -> list[TracePoint]:
    """The last point before the next input, for each input."""
    starts = [place for place, point in enumerate(points) if point.frame and point.frame.to == "server"]
    return [points[end - 1] for end in [*starts[1:], len(points)]]


def same_as(points: Sequence[TracePoint], recorded: Mapping[str, Sequence[Frame]]) -> str:
    """The name of the recording in which the same crossed the wire as in `points`; '' unless there is one."""
    mine = crossed([point.frame for point in points if point.frame])
    found = [name for name, frames in recorded.items() if crossed(frames) == mine]
    return found[0] if len(found) == 1 else ""
