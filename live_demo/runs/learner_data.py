"""The runs, predictions, mysteries and rooms of a learner: moved into an account, listed, handed out."""

from typing import Any

from django.urls import reverse

from lessons.accounts.history import MOST, Entry
from lessons.models import Learner
from live_demo.predict.models import Prediction
from live_demo.rooms.models import Member
from live_demo.runs.list import run_lines
from live_demo.runs.models import Run
from live_demo.what_ifs.models import Diagnosis


def merge_runs(guest: Learner, own: Learner) -> None:
    """All runs stay, an open one too: its sockets know it by its own id."""
    Run.objects.filter(learner=guest).update(learner=own)


def latest_runs(learner: Learner) -> list[Entry]:
    """Those that can be played again."""
    lines = run_lines(learner.runs.with_record()[:MOST])
    return [
        Entry(
            f"{line.run.lesson.title} · {line.what}",
            line.run.get_absolute_url(),
            line.run.started_at,
            line.ended,
        )
        for line in lines
    ]


def runs_of(learner: Learner) -> list[dict[str, Any]]:
    """Every run. A trace can be long, so the file names the address at which the learner gets it."""
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


def merge_diagnoses(guest: Learner, own: Learner) -> None:
    """Where both have an open mystery of a lesson, the account's stays; of the guest's the runs do."""
    taken = list(Diagnosis.objects.open().filter(learner=own).values_list("lesson", flat=True))
    doubles = Diagnosis.objects.open().filter(learner=guest, lesson__in=taken)
    Run.objects.filter(diagnosis__in=doubles).update(diagnosis=None)
    doubles.delete()
    Diagnosis.objects.filter(learner=guest).update(learner=own)


def diagnoses_of(learner: Learner) -> list[dict[str, Any]]:
    """Every mystery with its guesses; what it is, once it is solved."""
    return [
        {
            "lesson": f"{each.lesson.track.slug}/{each.lesson.slug}",
            "created_at": each.created_at,
            "solved_at": each.solved_at,
            "guesses": each.guesses,
            "ruled_out": each.ruled_out,
            "what_if": each.what_if if each.solved_at else "",
        }
        for each in learner.diagnoses.select_related("lesson__track").order_by("created_at")
    ]


def predictions_of(learner: Learner) -> list[dict[str, Any]]:
    """Every prediction with its cells, and its score once a run has graded it."""
    predictions = Prediction.objects.filter(learner=learner).select_related("lesson__track")
    return [
        {
            "lesson": f"{each.lesson.track.slug}/{each.lesson.slug}",
            "created_at": each.created_at,
            "cells": each.cells,
            "run": each.run_id,
            "score": each.score,
            "total": each.total,
        }
        for each in predictions.order_by("created_at")
    ]


def rooms_of(learner: Learner) -> list[dict[str, Any]]:
    """Every room that the learner was in, with the letter that the others saw; a day after it has closed."""
    members = Member.objects.filter(learner=learner).select_related("room__lesson__track")
    return [
        {
            "code": each.room.code,
            "lesson": f"{each.room.lesson.track.slug}/{each.room.lesson.slug}",
            "seen_as": each.label,
            "joined_at": each.joined_at,
            "left_at": each.left_at,
            "closes_at": each.room.closes_at,
        }
        for each in members.order_by("joined_at")
    ]
