"""The way 'flow': the concept flow as a diagram, with one step open."""

from dataclasses import dataclass
from html import unescape
from typing import Any

from django.http import HttpRequest
from django.utils.html import strip_tags

from lessons.flow_diagram import Drawing, Node, narrow, wide
from lessons.markdown import inline
from lessons.models import FlowStep, Lesson
from lessons.rendering import cached_per_version


@dataclass(frozen=True, slots=True)
class Explanation:
    """The text of a step. `rows` are the numbers of the rows of the execution table that it covers."""

    number: int
    title: str
    place: str
    text: str
    rows: list[int]


@dataclass(frozen=True, slots=True)
class Flow:
    """A concept flow. `drawings` is empty if there are no steps."""

    steps: list[Explanation]
    drawings: list[Drawing]


def flow_context(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    """The flow, the step that `?node=` names, and the text that a screen reader announces for it."""
    flow = cached_per_version(lesson, "flow", lambda: flow_of(lesson), shape=Flow)
    asked = request.GET.get("node", "")
    now = opened(flow, asked)
    context: dict[str, Any] = {"flow": flow, "now": now, "last": len(flow.steps)}
    if now and asked:
        context["announced"] = f"{now.number} of {len(flow.steps)}. {plain(now.title)}. {plain(now.text)}"
    return context


def flow_of(lesson: Lesson) -> Flow:
    """The flow of `lesson` with its drawings."""
    rows = lesson.flow_steps.prefetch_related("steps")
    steps = [
        Explanation(
            row.number, row.title, row.get_place_display(), row.text, [s.number for s in row.steps.all()]
        )
        for row in rows
    ]
    nodes = [
        Node(plain(row.title), FlowStep.Place.values.index(row.place), row.get_place_display())
        for row in rows
    ]
    return Flow(steps, [wide(nodes), narrow(nodes)] if nodes else [])


def opened(flow: Flow, asked: str) -> Explanation | None:
    """The step with the number `asked`, else the first; None if the flow has no steps."""
    return next((step for step in flow.steps if str(step.number) == asked), next(iter(flow.steps), None))


def plain(markdown: str) -> str:
    """Inline Markdown as plain text in one line."""
    return unescape(strip_tags(inline(markdown)))
