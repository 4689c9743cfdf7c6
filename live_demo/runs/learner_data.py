"""The runs of a learner: merged into an account, listed in the profile, exported."""

from typing import Any

from django.urls import reverse

from lessons.models import Learner
from lessons.plugin import MAX_HISTORY, HistoryEntry
from live_demo.runs.list import run_lines
from live_demo.runs.models import Run


def merge_runs(guest: Learner, own: Learner) -> None:
    """Give all runs of the guest to the account. Open ones go on: their sockets know only the ids of runs."""
    Run.objects.filter(learner=guest).update(learner=own)


def latest_runs(learner: Learner) -> list[HistoryEntry]:
    """The latest runs that can be replayed."""
    lines = run_lines(learner.runs.with_record()[:MAX_HISTORY])
    return [
        HistoryEntry(
            f"{line.run.lesson.title} · {line.what}",
            line.run.get_absolute_url(),
            line.run.started_at,
            line.ended,
        )
        for line in lines
    ]


def runs_of(learner: Learner) -> list[dict[str, Any]]:
    """Every run. A trace can be long, so only its address is given."""
    related = ("lesson__track", "diagnosis", "what_if_answer")
    runs = learner.runs.select_related(*related).defer("trace").order_by("started_at")
    return [
        {
            "id": run.id,
            "lesson": f"{run.lesson.track.slug}/{run.lesson.slug}",
            "started_at": run.started_at,
            "opened_at": run.opened_at,
            "ended_at": run.ended_at,
            "server": run.server,
            "trace": reverse("run_export", args=[run.id]),
            "what_if": "" if run.is_mystery else run.what_if,
            "answer": _answer_of(run),
        }
        for run in runs
    ]


def _answer_of(run: Run) -> dict[str, Any] | None:
    """What was said before a what-if's run, and its grades."""
    answer = getattr(run, "what_if_answer", None)
    if answer is None:
        return None
    names = ("said", "seen", "grades", "graded_at", "score", "total")
    return {name: getattr(answer, name) for name in names}
