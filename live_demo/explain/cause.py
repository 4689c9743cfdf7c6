"""The act of another client that a difference began with, and what the code ran for it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from lessons.script.language import ScriptRow
from live_demo.challenges.judged_run import Connection
from live_demo.explain.at_point import of_turn, same_lines
from live_demo.explain.compare import Difference, sent
from live_demo.trace.point import TracePoint

_ACTS = {
    "connect": "connected",
    "send": "sent a message",
    "close": "closed its connection",
    "cut": "was cut off",
}
_MOST = 3
_MESSAGES = ("text", "binary")


@dataclass(frozen=True, slots=True)
class Ran:
    """A line of the learner's code, and the point at which it ran."""

    point: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Cause:
    """`client` has done something, `did`, and for it the code ran these lines in the connection `number`.

    `is_other`: a right solution does not have them. Otherwise it is the one that ran last for it.
    """

    client: int
    did: str
    number: int
    lines: list[Ran]
    is_other: bool


def cause_of(
    difference: Difference | None,
    number: int,
    rows: Sequence[ScriptRow],
    connections: Sequence[Connection],
    reference: Sequence[TracePoint],
    code: str,
    other: str,
) -> Cause | None:
    """The cause of `difference`, seen on connection `number`; None where its own client was the last to act.

    `rows` were played, each client with a row that connects it. `connections` are those of the learner's
    `code`, `reference` the points of connection `number` in the run of the `other` code.
    """
    if difference is None or difference.theirs is None or difference.theirs.kind not in _MESSAGES:
        return None
    starts = [at for at, row in enumerate(rows) if row.do == "connect"]
    if not 0 < number <= min(len(starts), len(connections)):
        return None
    messages = [point.number for point in sent(reference) if point.frame and point.frame.kind in _MESSAGES]
    asks = _row_that_asks(rows, starts[number - 1], messages.index(difference.reference.point) + 1)
    seen_at = rows[starts[number - 1]].client
    for act in reversed([at for at in range(asks) if rows[at].do in _ACTS]):
        row, (place, ran) = rows[act], _ran_for(rows, act, connections, code)
        if row.client != seen_at:
            break
        if (
            ran
        ):  # where its own consumer has not come to it, what another one did before has kept it from that
            return None
    else:
        return None
    if not _can_have_caused(row, difference):
        return None
    same = same_lines(code, other)
    own = list({each.line: each for each in ran if each.line not in same}.values())
    if not ran or (difference.mine and not own):
        return None
    return Cause(row.client, _ACTS[row.do], place, own[-_MOST:] or ran[-1:], bool(own))


def _ran_for(
    rows: Sequence[ScriptRow], act: int, connections: Sequence[Connection], code: str
) -> tuple[int, list[Ran]]:
    """The number of the connection of row `act`, and the lines that its consumer ran for that row."""
    starts = [at for at, row in enumerate(rows) if row.do == "connect"]
    client = rows[act].client
    begun = [at for at in starts if at <= act and rows[at].client == client][-1]
    turn = sum(each.client == client and each.do in _ACTS for each in rows[begun : act + 1])
    number = starts.index(begun) + 1
    if number > len(connections):
        return number, []
    texts = dict(enumerate(code.splitlines(), start=1))
    points = of_turn(connections[number - 1].points, turn)
    return number, [
        Ran(point.number, point.line, texts[point.line].strip())
        for point in points
        if point.event == "line" and point.line in texts
    ]


def _row_that_asks(rows: Sequence[ScriptRow], start: int, message: int) -> int:
    """The index of the row that awaits this message of the connection made by row `start`; 0: there is none.

    Messages are counted from 1.
    """
    client, count = rows[start].client, 0
    for at, row in enumerate(rows[start + 1 :], start=start + 1):
        if row.client != client:
            continue
        if row.do == "connect":
            break
        if row.do == "await" and not row.close:
            count += row.messages or 1
            if count >= message:
                return at
    return 0


def _can_have_caused(row: ScriptRow, difference: Difference) -> bool:
    """Whether the row can have caused the difference. What the code sent must contain the row's text."""
    return difference.mine is None or row.do != "send" or bool(row.text and row.text in difference.mine.label)
