"""The first difference of two runs in words: what one's own code did, and what the other does there. Pure."""

from collections.abc import Callable, Sequence

from live_demo.explain.compare import Difference, raised, sent
from live_demo.trace.point import Frame, TracePoint

type Named = Callable[[Frame], str]
"""Name of a message, by the client that sent it first; '' if none did."""


def nobody(frame: Frame) -> str:
    """Names no frame."""
    return ""


def sentences_about(
    difference: Difference,
    own: Sequence[TracePoint],
    reference: Sequence[TracePoint],
    *,
    other: str,
    named: Named,
) -> str:
    """Two sentences about `difference`. `other` is what runs in `reference`, such as 'The lesson's code'."""
    mine, theirs = difference.mine, difference.theirs
    if mine is None and theirs is None:
        with_other = f"With {_lower(other)} it is {difference.reference.words}."
        return f"{difference.what} is {difference.own.words}. {with_other}"
    first = f"Your code {_did(mine, named) if mine else 'sent nothing here'}."
    if mine is None and (error := raised(own)):
        where = f"in line {error.line}" if error.line else "outside of your lines"
        first = f"An exception {where} ended your code, and it sent nothing here."
    return f"{first} {other} {_should(mine, theirs, own, reference, named)}."


def _did(frame: Frame, named: Named) -> str:
    if frame.by:
        return f"raised an exception, so the server {'refused' if frame.kind == 'refuse' else 'closed'} it"
    match frame.kind:
        case "accept":
            return "accepted this client"
        case "refuse":
            return "refused this client"
        case "close":
            return f"closed the connection with {frame.code}"
        case _:
            name = named(frame)
            return f"sent this client {name}" if name else f"sent the {frame.label}"


def _should(
    mine: Frame | None,
    theirs: Frame | None,
    own: Sequence[TracePoint],
    reference: Sequence[TracePoint],
    named: Named,
) -> str:
    if theirs is None:
        return "sends nothing more"
    does = _does(theirs, named)
    if mine is None or mine.kind != theirs.kind or mine.kind not in ("text", "binary"):
        return f"{does} here" if mine is None or mine.kind != theirs.kind else does
    sends_mine, sent_theirs = mine.label in _labels(reference), theirs.label in _labels(own)
    if sends_mine and sent_theirs:
        return f"sends the same in another order: it {does} first"
    if not sends_mine and (sent_theirs or _is_own(named(mine))):
        return f"never does. It {does} here"
    return f"{does} here"


def _is_own(name: str) -> bool:
    """Whether it is all that the client has sent, and no part of it."""
    return name.startswith("its own ") and name.endswith("message") and " followed by " not in name


def _does(frame: Frame, named: Named) -> str:
    match frame.kind:
        case "accept":
            return "accepts it"
        case "refuse":
            return "refuses it"
        case "close":
            return f"closes the connection with {frame.code}"
        case _:
            return f"sends {named(frame) or f'the {frame.label}'}"


def _labels(points: Sequence[TracePoint]) -> set[str]:
    return {point.frame.label for point in sent(points) if point.frame}


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
