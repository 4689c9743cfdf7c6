"""Diagnose: the server picks a what-if in secret; the learner experiments and names it."""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from lessons.models import Learner, Lesson
from live_demo.what_if_definitions import WhatIf, what_ifs_of
from live_demo.what_ifs.models import Diagnosis

MAX_GUESSES = 200
"""Guesses that are stored for one mystery. A further wrong one is answered, but not counted."""


def causes_of(lesson: Lesson) -> dict[str, WhatIf]:
    """The what-ifs that a mystery of this lesson can be, by name: experiments tell them apart."""
    return {name: each for name, each in what_ifs_of(lesson.lab).items() if each.mystery}


def open_mystery(learner: Learner, lesson: Lesson) -> Diagnosis | None:
    """The learner's mystery of this lesson that is not solved yet; None where there is none."""
    found = Diagnosis.objects.open().filter(learner=learner, lesson=lesson).first()
    return found if found is None or found.what_if in causes_of(lesson) else None


def take_mystery(learner: Learner, lesson: Lesson) -> Diagnosis:
    """The open mystery, else a new one: at random, one that is not solved yet while there are any."""
    causes = causes_of(lesson)
    left = [name for name in causes if name not in solved_names(learner, lesson)] or list(causes)
    Diagnosis.objects.open().filter(learner=learner, lesson=lesson).exclude(what_if__in=causes).delete()
    found, _ = Diagnosis.objects.get_or_create(
        learner=learner, lesson=lesson, solved_at=None, defaults={"what_if": secrets.choice(left)}
    )
    return found


@transaction.atomic
def guess(mystery: Diagnosis, cause: str) -> bool:
    """Whether `cause` is the name of the mystery's what-if. Stores the guess; the right one solves it."""
    locked = Diagnosis.objects.select_for_update().get(pk=mystery.pk)
    is_right = cause == locked.what_if
    if (locked.solved_at is None and len(locked.guesses) < MAX_GUESSES) or is_right:
        locked.guesses = [*locked.guesses, cause] if locked.solved_at is None else locked.guesses
        locked.solved_at = locked.solved_at or (timezone.now() if is_right else None)
        locked.save(update_fields=["guesses", "solved_at"])
    return is_right


def rule_out(mystery: Diagnosis, names: Sequence[str]) -> None:
    """Store which causes the learner has ruled out. The marks are not checked and may be wrong."""
    mystery.ruled_out = [name for name in causes_of(mystery.lesson) if name in names]
    mystery.save(update_fields=["ruled_out"])


def wrong_titles(mystery: Diagnosis) -> list[str]:
    """The titles of the wrong guesses, in their order."""
    causes = causes_of(mystery.lesson)
    return [causes[name].title for name in mystery.wrong if name in causes]


def solved_names(learner: Learner, lesson: Lesson) -> set[str]:
    """The names of the what-ifs that the learner has diagnosed in this lesson."""
    solved = Diagnosis.objects.filter(learner=learner, lesson=lesson).exclude(solved_at=None)
    return set(solved.values_list("what_if", flat=True))


def last_solved(learner: Learner, lesson: Lesson) -> Diagnosis | None:
    """The mystery of this lesson that the learner solved last."""
    solved = Diagnosis.objects.filter(learner=learner, lesson=lesson).exclude(solved_at=None)
    return solved.order_by("-solved_at").first()
