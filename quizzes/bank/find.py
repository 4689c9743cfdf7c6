"""Find questions by track, lesson, words, tags and how learners do, and copy one into another lesson."""

import json

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import Max, Q

from lessons.drafts.copying import copy_row
from lessons.models import Lesson
from quizzes.arranging.arrange import free_key
from quizzes.bank.search_form import Search
from quizzes.question_models import Question, QuestionQuerySet

_DIFFICULTIES = {
    "hard": Q(summary__facility__lte=0.4),
    "middle": Q(summary__facility__gt=0.4, summary__facility__lt=0.85),
    "easy": Q(summary__facility__gte=0.85),
    "new": Q(summary=None) | Q(summary__n=0),
}
MAX_WORDS = 10


def found(user: User | AnonymousUser, search: Search) -> QuestionQuerySet:
    """The questions of the tracks of `user` in which each of the words stands, in the text, a choice, the
    name, the key, the category or a tag."""
    rows = Question.objects.filter(lesson__in=Lesson.objects.edited_by(user))
    if search.track:
        rows = rows.filter(lesson__track=search.track)
    if search.lesson:
        rows = rows.filter(lesson=search.lesson)
    if search.tag:
        rows = rows.filter(_has_tag(search.tag))
    for word in search.words.split()[:MAX_WORDS]:
        places = ("text", "name", "key", "category", "tags", "choices__text")
        has = Q()
        for place in places:
            has |= Q(**{f"{place}__icontains": word})
        rows = rows.filter(pk__in=Question.every.filter(has).values("pk"))
    if search.difficulty:
        rows = rows.filter(_DIFFICULTIES[search.difficulty])
    return rows.select_related("lesson__track", "summary").order_by(
        "lesson__track__number", "lesson__number", "number"
    )


def _has_tag(tag: str) -> Q:
    """Whether the tag is in the list, as SQLite and as PostgreSQL write it."""
    return Q(tags__icontains=json.dumps(tag)) | Q(tags__icontains=json.dumps(tag, ensure_ascii=False))


@transaction.atomic
def take(question: Question, lesson: Lesson) -> Question:
    """Copy `question` to the end of the draft `lesson`. The copy knows its origin.

    What it points to are rows of the other lesson: the copy points nowhere, until somebody says where.
    """
    rows = [*question.choices.all(), *question.hints.all()]
    last = Question.objects.filter(lesson=lesson).aggregate(Max("number"))["number__max"] or 0
    origin = f"{question.lesson.track.slug}/{question.lesson.slug}: {question.key}"
    values = {"number": last + 1, "key": _own_key(lesson, question.key), "proof": "", "origin": origin}
    made = copy_row(question, lesson=lesson, **values)
    for row in rows:
        copy_row(row, question=made, **({"points_to": ""} if hasattr(row, "points_to") else {}))
    lesson.new_version()
    return made


def _own_key(lesson: Lesson, key: str) -> str:
    """The same key, unless the lesson has it already."""
    has_it = Question.every.filter(lesson=lesson, key=key).exists()
    return free_key(lesson, key) if has_it else key
