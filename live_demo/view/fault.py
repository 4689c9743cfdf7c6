"""The error because of which a learner's file could not be run: its name and line."""

import re

from live_demo.sandbox.output import NOT_LOADED
from live_demo.trace.point import TracePoint

_NAME = re.compile(r"[A-Za-z_][\w.]*(?=:)")


def fault_line(point: TracePoint) -> str:
    """The number of the line at which the file could not be run; '' where `point` tells of none."""
    return point.locals.get("line", "") if point.event == NOT_LOADED else ""


def fault_name(point: TracePoint) -> str:
    """The name of the exception, such as 'SyntaxError', in a point of `NOT_LOADED`; else 'not run'."""
    found = _NAME.match(point.locals["why"])
    return found[0] if found else "not run"
