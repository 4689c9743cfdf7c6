"""The runs of a learner: merged into an account, listed in the profile, exported."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lessons.models import Learner
from lessons.plugin import MAX_HISTORY, HistoryEntry
from live_demo.runs.list import run_lines
from live_demo.runs.models import Run


def merge_runs(guest: Learner, own: Learner) -> None:
    """Give all runs of the guest to the account. Open ones go on: their sockets know only the ids of runs."""
    Run.objects.filter(learner=guest).update(learner=own)


def merge_past_runs(guest: Learner, own: Learner) -> None:
    """Move the guest's past runs to the account. Add the counts of a what-if that both have run."""
    for past in guest.past_runs.all():
        merged, _ = own.past_runs.get_or_create(lesson_id=past.lesson_id, what_if=past.what_if)
        merged.count += past.count
        merged.is_answered = merged.is_answered or past.is_answered
        merged.save()


def latest_runs(learner: Learner) -> list[HistoryEntry]:
    """The latest runs that can be replayed."""
    return _entries(learner.runs.with_record()[:MAX_HISTORY])


def kept_runs(learner: Learner) -> list[HistoryEntry]:
    """The runs that the learner keeps, of any age."""
    return _entries(learner.runs.with_record().filter(is_kept=True))


def _entries(runs: Iterable[Run]) -> list[HistoryEntry]:
    return [
        HistoryEntry(
            f"{line.run.lesson.title} · {line.what}",
            line.run.get_absolute_url(),
            line.run.started_at,
            f"{line.ended} {line.retention}",
        )
        for line in run_lines(runs)
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
            "is_lost": run.is_lost,
            "is_kept": run.is_kept,
            "is_shared": bool(run.public_key),
            "server": run.server,
            "trace": reverse("run_export", args=[run.id]),
            "what_if": "" if run.is_mystery else run.what_if,
            "answer": _answer_of(run),
        }
        for run in runs
    ]


def past_runs_of(learner: Learner) -> list[dict[str, Any]]:
    """How many runs there were that are no longer kept."""
    return [
        {
            "lesson": f"{each.lesson.track.slug}/{each.lesson.slug}",
            "what_if": each.what_if,
            "count": each.count,
            "is_answered": each.is_answered,
        }
        for each in learner.past_runs.select_related("lesson__track").order_by("pk")
    ]


def _answer_of(run: Run) -> dict[str, Any] | None:
    """What was said before a what-if's run, and its grades."""
    answer = getattr(run, "what_if_answer", None)
    if answer is None:
        return None
    names = ("answers", "report", "grades", "graded_at", "score", "total")
    return {name: getattr(answer, name) for name in names}
