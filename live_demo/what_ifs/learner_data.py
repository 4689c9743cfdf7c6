"""The mysteries of a learner: moved into an account, handed out."""

from typing import Any

from lessons.models import Learner
from live_demo.runs.models import Run
from live_demo.what_ifs.models import Diagnosis


def merge_diagnoses(guest: Learner, own: Learner) -> None:
    """Give `own` the mysteries of `guest`.

    Where both have an open one of a lesson, the guest's is deleted. Its runs stay.
    """
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
