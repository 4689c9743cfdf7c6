"""Runs as lines of a list: what each of them ran, and how it ended."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.dateformat import format as format_date

from lessons.rendering import DAY
from live_demo.runs.models import Run
from live_demo.runs.shown import how_it_ended, shown_points
from live_demo.what_if_definitions import what_ifs_of


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run of a list, in sentences: `what` ran (`run_title`), how it `ended`, and its `retention`."""

    run: Run
    what: str
    ended: str

    @property
    def retention(self) -> str:
        if self.run.is_kept:
            return "You keep it."
        return f"Kept until {format_date(self.run.kept_until, 'F j, Y')}."


def run_lines(runs: Iterable[Run]) -> list[RunLine]:
    """A line for each of `runs`, which are to come from `Run.objects.with_record()`.

    A stored record never changes. How it ended is therefore read from its trace once, and cached for a day.
    Makes at most one query.
    """
    keys = {run: f"live_demo.ending:{run.pk}:{run.is_mystery}:{run.is_lost}" for run in runs}
    known: dict[str, str] = cache.get_many(keys.values())
    new = {run.pk: key for run, key in keys.items() if key not in known}
    if new:
        with_traces = Run.objects.filter(pk__in=new).select_related("diagnosis")
        made = {new[run.pk]: how_it_ended(run, shown_points(run)) for run in with_traces}
        cache.set_many(made, DAY)
        known |= made
    return [RunLine(run, run_title(run), known[key]) for run, key in keys.items()]


def run_title(run: Run) -> str:
    """What ran: the what-if, the room, or the lab as written. The cause of an open mystery is not named."""
    if run.is_mystery:
        return "Diagnose: the cause is still open"
    if found := what_ifs_of(run.lesson.lab).get(run.what_if):
        return f"{'Diagnosed' if run.diagnosis_id else 'What if'}: {found.title}"
    if run.source:
        return "Your own code"
    return f"Room {run.member.room.code}" if run.member else "The lab as written"
