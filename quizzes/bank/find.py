"""Find questions by their words, their tags and how learners do, and copy one into another lesson."""

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from lessons.drafts.copying import copy_row
from lessons.models import Lesson
from quizzes.arranging.arrange import free_key
from quizzes.question_models import Question, QuestionQuerySet

DIFFICULTIES = {
    "hard": ("hard: at most 40% facility", Q(summary__facility__lte=0.4)),
    "middle": ("in between", Q(summary__facility__gt=0.4, summary__facility__lt=0.85)),
    "easy": ("easy: at least 85% facility", Q(summary__facility__gte=0.85)),
    "new": ("not answered yet", Q(summary=None) | Q(summary__n=0)),
}
MAX_WORDS = 10


def found(user: User | AnonymousUser, words: str, difficulty: str) -> QuestionQuerySet:
    """The questions of the tracks of `user` in which each of the words stands, in the text, a choice, the
    name, the key, the category or a tag."""
    rows = Question.objects.asked().filter(lesson__in=Lesson.objects.edited_by(user))
    for word in words.split()[:MAX_WORDS]:
        places = ("text", "name", "key", "category", "tags", "choices__text")
        has = Q()
        for place in places:
            has |= Q(**{f"{place}__icontains": word})
        rows = rows.filter(pk__in=Question.objects.filter(has).values("pk"))
    if difficulty in DIFFICULTIES:
        rows = rows.filter(DIFFICULTIES[difficulty][1])
    return rows.select_related("lesson__track", "summary").order_by(
        "lesson__track__number", "lesson__number", "number"
    )


@transaction.atomic
def take(question: Question, lesson: Lesson) -> Question:
    """Copy `question` to the end of the draft `lesson`. The copy knows its origin.

    What it points to are rows of the other lesson: the copy points nowhere, until somebody says where.
    """
    rows = [*question.choices.all(), *question.hints.all()]
    last = Question.objects.asked().filter(lesson=lesson).aggregate(Max("number"))["number__max"] or 0
    origin = f"{question.lesson.track.slug}/{question.lesson.slug}: {question.key}"
    values = {"number": last + 1, "key": _own_key(lesson, question.key), "proof": "", "origin": origin}
    made = copy_row(question, lesson=lesson, **values)
    for row in rows:
        copy_row(row, question=made, **({"points_to": ""} if hasattr(row, "points_to") else {}))
    Lesson.every.filter(pk=lesson.pk).update(changed_at=timezone.now())
    return made


def _own_key(lesson: Lesson, key: str) -> str:
    """The same key, unless the lesson has it already."""
    has_it = Question.objects.filter(lesson=lesson, key=key).exists()
    return free_key(lesson, key) if has_it else key
