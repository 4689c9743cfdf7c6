"""What the learner of a run may see of it: while its mystery is open, nothing that gives the cause away."""

from collections.abc import Sequence

from channels.consumer import AsyncConsumer

from live_demo.lab import Lab, all_labs
from live_demo.runs.models import Run
from live_demo.trace.point import TracePoint
from live_demo.view.ending import ending, own_ending
from live_demo.view.masking import HiddenView, hidden_lab, masked
from live_demo.view.own_code import OwnCodeView
from live_demo.view.run_view import RunView, seen_in, set_in
from live_demo.what_if_definitions import what_ifs_of

LOST = (
    "This run was lost with its server process, which ended without warning. Its record is lost, too. "
    "Connect again for a new run."
)


def lab_of(run: Run) -> Lab:
    """The lab as `run` has it: the file of its what-if, or the base where that what-if no longer exists."""
    if run.source:
        return own_lab(run.lesson.lab, run.source, run.points if run.ended_at else ())
    found = what_ifs_of(run.lesson.lab).get(run.what_if)
    return found.lab_of(run.lesson.lab) if found else all_labs()[run.lesson.lab]


def own_lab(name: str, source: str, points: Sequence[TracePoint] = ()) -> Lab:
    """A lab with a learner's own source, as far as it can be shown: its consumer is never in this process.

    Its tracker has the attributes that the source sets; after a run, of which `points` were recorded, those
    that were seen.
    """
    variables = seen_in(points) if points else set_in(source)
    return Lab(name, AsyncConsumer, source, file="your_consumer", variables=variables)


def shown_lab(run: Run) -> Lab:
    """The lab as the learner of `run` may see it."""
    lab = lab_of(run)
    return hidden_lab(lab) if run.is_mystery else lab


def view_of(run: Run) -> RunView:
    """The view of `run`, with what its learner may see. Reads the lesson's steps and variables."""
    view = HiddenView if run.is_mystery else OwnCodeView if run.source else RunView
    return view.of(run.lesson, shown_lab(run))


def shown_points(run: Run) -> list[TracePoint]:
    """The stored points of `run`, as far as its learner may see them."""
    return [masked(point) for point in run.points] if run.is_mystery else run.points


def how_it_ended(run: Run, points: list[TracePoint], letter: str = "") -> str:
    """How `run`, which has ended with these points as its learner may see them, did so: in sentences.

    `letter` is 'A' or 'B' where it is told on a bench with two browsers.
    """
    if run.is_lost:
        return LOST
    return (own_ending(points) if run.source else "") or ending(points, letter)
