"""The predictions of a learner: moved into an account, handed out."""

from typing import Any

from django.db import transaction

from lessons.models import Learner
from live_demo.predict.models import Prediction


@transaction.atomic
def merge_predictions(old: Learner, new: Learner) -> None:
    """Give `new` every prediction of `old`.

    Where both have an open one for a lesson, the earlier is deleted: it has no grade that could be lost.
    Calling it again changes nothing.
    """
    open_ones = Prediction.objects.open().select_for_update().filter(learner__in=[old, new])
    latest: dict[int, int] = {}
    for prediction in open_ones.order_by("-created_at", "-pk"):
        if latest.setdefault(prediction.lesson_id, prediction.pk) != prediction.pk:
            prediction.delete()
    Prediction.objects.filter(learner=old).update(learner=new)


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
