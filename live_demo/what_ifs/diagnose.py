"""Diagnose: the server picks a what-if and keeps it to itself, the learner experiments and names it."""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from lessons.models import Learner, Lesson
from live_demo.what_if_definitions import WhatIf, what_ifs_of
from live_demo.what_ifs.models import Diagnosis

MAX_GUESSES = 200
"""Kept of one mystery; further wrong ones are answered, and not counted."""


def causes_of(lesson: Lesson) -> dict[str, WhatIf]:
    """What a mystery of this lesson's lab can be: what-ifs that tell themselves apart from outside."""
    return {name: each for name, each in what_ifs_of(lesson.lab).items() if each.mystery}


def open_mystery(learner: Learner, lesson: Lesson) -> Diagnosis | None:
    """The learner's mystery of this lesson that is not solved yet."""
    found = Diagnosis.objects.open().filter(learner=learner, lesson=lesson).first()
    return found if found is None or found.what_if in causes_of(lesson) else None


def take_mystery(learner: Learner, lesson: Lesson) -> Diagnosis:
    """The open mystery, else a new one: by chance, of those not solved yet while there are any."""
    causes = causes_of(lesson)
    left = [name for name in causes if name not in solved_names(learner, lesson)] or list(causes)
    Diagnosis.objects.open().filter(learner=learner, lesson=lesson).exclude(what_if__in=causes).delete()
    found, _ = Diagnosis.objects.get_or_create(
        learner=learner, lesson=lesson, solved_at=None, defaults={"what_if": secrets.choice(left)}
    )
    return found


@transaction.atomic
def guess(mystery: Diagnosis, cause: str) -> bool:
    """Whether `cause` is it. Counted, and the mystery solved with the right one."""
    locked = Diagnosis.objects.select_for_update().get(pk=mystery.pk)
    is_right = cause == locked.what_if
    if (locked.solved_at is None and len(locked.guesses) < MAX_GUESSES) or is_right:
        locked.guesses = [*locked.guesses, cause] if locked.solved_at is None else locked.guesses
        locked.solved_at = locked.solved_at or (timezone.now() if is_right else None)
        locked.save(update_fields=["guesses", "solved_at"])
    return is_right


def rule_out(mystery: Diagnosis, names: Sequence[str]) -> None:
    """Keep the learner's marks. Nobody checks them: they may be wrong."""
    mystery.ruled_out = [name for name in causes_of(mystery.lesson) if name in names]
    mystery.save(update_fields=["ruled_out"])


def wrong_titles(mystery: Diagnosis) -> list[str]:
    """The titles of what was guessed and was not it."""
    causes = causes_of(mystery.lesson)
    return [causes[name].title for name in mystery.wrong if name in causes]


def solved_names(learner: Learner, lesson: Lesson) -> set[str]:
    """The what-ifs that the learner has diagnosed."""
    solved = Diagnosis.objects.filter(learner=learner, lesson=lesson).exclude(solved_at=None)
    return set(solved.values_list("what_if", flat=True))


def last_solved(learner: Learner, lesson: Lesson) -> Diagnosis | None:
    solved = Diagnosis.objects.filter(learner=learner, lesson=lesson).exclude(solved_at=None)
    return solved.order_by("-solved_at").first()
