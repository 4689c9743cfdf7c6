"""The runs of a learner in a track, as staff see them: when, what, how long; not what was sent."""

from collections.abc import Iterator

from lessons.models import Learner, Track
from lessons.plugin import MAX_PATH, PathEntry
from live_demo.runs.list import run_lines


def runs_in(learner: Learner, track: Track) -> Iterator[PathEntry]:
    """The latest runs that have ended and are still kept."""
    runs = learner.runs.with_record().filter(lesson__track=track)[:MAX_PATH]
    for line in run_lines(runs):
        run = line.run
        known = run.opened_at and run.ended_at
        yield PathEntry(
            lesson=run.lesson.title,
            what=f"Run: {line.what}",
            at=run.started_at,
            outcome=line.ended,
            seconds=(run.ended_at - run.opened_at).total_seconds() if known else None,  # type: ignore[operator]
        )
