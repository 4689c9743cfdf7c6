"""How a run looks whose code is hidden: its events, and nothing that would tell the line behind them."""

from collections.abc import Sequence
from dataclasses import replace

from live_demo.lab import Lab
from live_demo.trace.point import Layer, TracePoint
from live_demo.view.run_view import RunView

HIDDEN = "hidden"
"""The event of a point that shows nothing but its number, and of what layer: the code's, whatever it was."""
CODE: Layer = "code"
_NOTICES = ("worker.died", "worker.missing", "server.cut", "server.answers")
"""What the site's own server has to tell, whatever runs, and what it has sent by itself."""


def masked(point: TracePoint) -> TracePoint:
    """The point without lines, names, values and errors. What crossed the wire stays."""
    layer, event = (point.layer, point.event) if _is_seen_from_outside(point) else (CODE, HIDDEN)
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
    """The name of a group message and the word of a worker that blocks would be half the answer."""
    return point.event in _NOTICES or (point.layer == "asgi" and point.event.startswith("websocket."))


def hidden_lab(lab: Lab) -> Lab:
    source = "# The code is hidden until you have named the cause.\n"
    return Lab(lab.name, lab.consumer, source, file="hidden")


class HiddenView(RunView):
    """A view that masks each point before it is drawn."""

    def beats(self, points: Sequence[TracePoint]) -> str:
        return super().beats([masked(point) for point in points])

    def whole(self, points: Sequence[TracePoint]) -> str:
        return super().whole([masked(point) for point in points])
