"""A judged run on the bench: one of its connections, at the frame that broke the promise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404

from lessons.numbers import number_in
from lessons.script.language import ScriptRow
from live_demo.challenges.definition import Drawn, challenges_of
from live_demo.challenges.judged_run import is_sent, with_lines
from live_demo.challenges.models import ChallengeAttempt
from live_demo.challenges.origins import Origins
from live_demo.runs.shown import own_lab
from live_demo.trace.point import Frame, TracePoint
from live_demo.view.replay import replay


def judged_context(attempt: ChallengeAttempt, test: str, number: int, wanted: str) -> dict[str, Any]:
    """The context of `challenges/run.html`: connection `number` of `test`. `wanted` is ?point of the address.

    Raises `Http404` where nothing of it is kept.
    """
    connections = attempt.connections(test)
    result = next((each for each in attempt.results if each["name"] == test), None)
    if result is None or not 0 < number <= len(connections):
        raise Http404
    lesson, connection = attempt.standing.lesson, connections[number - 1]
    points = with_lines(connection.points)
    broken = min(result["point"], len(points)) if result["connection"] == number else 0
    point = wanted if number_in(wanted) is not None else str(broken or len(points))
    lab = own_lab(lesson.lab, attempt.source, connection.points)
    line = line_at(points, broken, attempt.source)
    if broken and line and not points[broken - 1].line:
        points[broken - 1] = replace(points[broken - 1], line=line.number)
    origins = origins_of(result)
    shown = [_with_name(each, origins, connection.client) for each in points]
    return {
        "attempt": attempt,
        "lesson": lesson,
        "challenge": challenges_of(lesson.lab).get(attempt.standing.challenge),
        "result": result,
        "number": number,
        "client": connection.client,
        "connections": [(at, each.client) for at, each in enumerate(connections, start=1)],
        "broken": broken,
        "broken_line": line,
        "points": points,
        "replay": replay(lesson, shown, server="", wanted=point, at_end=True, lab=lab),
    }


def drawn_in(result: dict[str, Any]) -> Drawn:
    """The script of a stored result, as it was played; without rows where none were kept."""
    return Drawn([ScriptRow(**row) for row in result.get("rows", ())], result.get("drawn", {}))


def origins_of(result: dict[str, Any]) -> Origins:
    """The clients and the drawn values of the script of a stored result."""
    drawn = drawn_in(result)
    return Origins(drawn.rows, drawn.values)


@dataclass(frozen=True, slots=True)
class LineAt:
    """A line of the learner's code, and `did`: what it has to do with a point of the run."""

    number: int
    text: str
    did: str


def line_at(points: Sequence[TracePoint], number: int, source: str) -> LineAt | None:
    """The line of point `number` of `with_lines`; the last that ran before where it has none."""
    until = points[:number]
    line = next(
        (each.line for each in reversed(until) if each.line and not _is_of_another(each, number)), None
    )
    texts = source.splitlines()
    if not line or line > len(texts):
        return None
    return LineAt(line, texts[line - 1].strip(), _did(until))


def _is_of_another(point: TracePoint, number: int) -> bool:
    """Whether the consumer of another client ran the line of `point`, which is not point `number` itself."""
    return bool(point.by_socket) and point.number != number


def _did(points: Sequence[TracePoint]) -> str:
    """What the last line of `points` has to do with the last of them."""
    point = points[-1]
    if point.event == "exception" or (point.frame and point.frame.by):
        error = next((each for each in points if each.event == "exception"), None)
        if not error or not error.line:
            return "ran last, and no line of yours raised the exception"
        return "raised the exception" + (", and the server sent this for it" if point.frame else "")
    if point.by_socket:
        return "sent this while it ran for another client"
    return "sent this" if is_sent(point) else "ran last for this client, and nothing more was sent to it"


def name_of(frame: Frame, origins: Origins, client: int) -> str:
    """What a frame that client `client` gets is called, by whoever sent it first; '' where nobody did."""
    if frame.kind != "text" or frame.to != "browser":
        return ""
    return origins.of_message(frame.label.removeprefix('text "').removesuffix('"'), client)


def in_words(frame: Frame, origins: Origins, client: int) -> str:
    """The frame by its name, else what it is made of, where drawn values are in it; '' where none are."""
    told = origins.named(frame.label, client)
    return name_of(frame, origins, client) or (told if told != frame.label else "")


def _with_name(point: TracePoint, origins: Origins, client: int) -> TracePoint:
    name = name_of(point.frame, origins, client) if point.frame else ""
    if not point.frame or not name:
        return point
    return replace(point, frame=replace(point.frame, label=f"{point.frame.label} ({name})"))
