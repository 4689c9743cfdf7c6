"""A mystery's run as its learner may see it: what crossed the wire, and nothing that gives the code away."""

from collections.abc import Sequence
from dataclasses import replace

from live_demo.lab import Lab
from live_demo.trace.point import Layer, TracePoint
from live_demo.trace.stored import CUT
from live_demo.view.run_view import RunView

HIDDEN = "hidden"
"""The event of a masked point: it keeps its number and its time."""
_HIDDEN_LAYER: Layer = "code"
_NOTICES = (CUT, "worker.died", "worker.missing", "server.cut", "server.answers")
"""Events that this site's server itself notices or sends, whichever code runs. They are not masked."""


def masked(point: TracePoint) -> TracePoint:
    """A copy of `point` without line, function, values and error. What crossed the wire stays."""
    layer, event = (point.layer, point.event) if _is_seen_from_outside(point) else (_HIDDEN_LAYER, HIDDEN)
    return replace(
        point,
        layer=layer,
        event=event,
        function=None,
        line=None,
        attributes={},
        before={},
        changed=[],
        locals=point.locals if event in _NOTICES else {},
        error="",
        expected={},
    )


def _is_seen_from_outside(point: TracePoint) -> bool:
    """Whether a client can see `point`. It sees no group message and no blocked worker."""
    return point.event in _NOTICES or (point.layer == "asgi" and point.event.startswith("websocket."))


def hidden_lab(lab: Lab) -> Lab:
    """`lab` with one line of comment in place of its source."""
    source = "# The code is hidden until you have named the cause.\n"
    return Lab(lab.name, lab.consumer, source, file="hidden")


class HiddenView(RunView):
    """A view that masks each point before it renders it."""

    def render_group(self, points: Sequence[TracePoint]) -> str:
        return super().render_group([masked(point) for point in points])

    def whole(self, points: Sequence[TracePoint]) -> str:
        return super().whole([masked(point) for point in points])
