"""The answers that an earlier key has graded, and what they would earn by the key of now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lessons.models import Lesson
from quizzes.answer_key import answer_key
from quizzes.attempt_models import Response
from quizzes.grading import grade
from quizzes.kinds.answers import AnswerError
from quizzes.question_content import content_of, question_of
from quizzes.question_models import Question
from quizzes.regrading.key import Content, answer_in, grading_key, has_other_key
from quizzes.regrading.models import Regrading
from quizzes.version_models import QuizVersion


@dataclass(frozen=True, slots=True)
class Change:
    """What the key of now makes of one response. `credit` is None where it cannot be graded by it."""

    response: Response
    answer: str | list[str] | None
    credit: float | None

    @property
    def difference(self) -> float:
        return 0.0 if self.credit is None else self.credit - (self.response.credit or 0)


@dataclass
class Affected:
    """A question with the answers that an earlier key has graded and on which nobody has decided yet."""

    question: Question
    content: Content
    changes: list[Change] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    @cached_property
    def raised(self) -> int:
        return sum(change.difference > 0 for change in self.changes)

    @cached_property
    def lowered(self) -> int:
        return sum(change.difference < 0 for change in self.changes)

    @cached_property
    def unreadable(self) -> int:
        """How many cannot be graded by the new key: they answer with an option that is gone."""
        return sum(change.credit is None for change in self.changes)

    @property
    def not_full(self) -> int:
        """How many earn less than everything now."""
        return sum((change.response.credit or 0) < 1 for change in self.changes)


def affected_by_change(lesson: Lesson) -> list[Affected]:
    """The questions of `lesson` whose key has changed since learners answered them, in the quiz's order."""
    asked = Question.objects.asked().with_choices().filter(lesson=lesson)
    found = [Affected(question, content_of(question)) for question in asked]
    settled = _settled(lesson)
    for affected in found:
        for response, old in _graded_by_another(affected):
            digest = digest_of(old)
            if digest not in settled.get(affected.question.pk, set()):
                affected.keys.add(digest)
                affected.changes.append(_change(affected, response, old))
    return [affected for affected in found if affected.changes]


def questions_with_another_key(lesson: Lesson) -> dict[int, set[int]]:
    """{id of a version of the quiz: ids of the questions that it grades differently from the key of now}"""
    asked = Question.objects.asked().with_choices().filter(lesson=lesson).select_related("lesson")
    now = {question.pk: content_of(question) for question in asked}
    versions = QuizVersion.objects.filter(lesson=lesson).values_list("pk", "questions")
    return {
        pk: {row["id"] for row in rows if row["id"] in now and has_other_key(row, now[row["id"]])}
        for pk, rows in versions
    }


def digest_of(content: Content) -> str:
    """A SHA-256 of what decides the grade."""
    return hashlib.sha256(json.dumps(grading_key(content), sort_keys=True).encode()).hexdigest()


def _settled(lesson: Lesson) -> dict[int, set[str]]:
    """{question: digests of the earlier keys on which somebody has decided}"""
    found: dict[int, set[str]] = {}
    for question, keys in Regrading.objects.filter(lesson=lesson).values_list("question", "settled"):
        found.setdefault(question, set()).update(keys)
    return found


def _graded_by_another(affected: Affected) -> Iterator[tuple[Response, Content]]:
    """The closed responses whose attempt has the question with another key, each with that content."""
    rows = Response.objects.closed().filter(question=affected.question, attempt__version__isnull=False)
    others: dict[int, Content | None] = {}
    for response in rows.select_related("attempt__version").iterator(chunk_size=2000):
        version = response.attempt.version
        assert version
        if version.pk not in others:
            old = next((row for row in version.questions if row["id"] == affected.question.pk), None)
            others[version.pk] = old if old and has_other_key(old, affected.content) else None
        if old := others[version.pk]:
            yield response, old


def _change(affected: Affected, response: Response, old: Content) -> Change:
    """The grade by the key of now, at the percent of the try that closed the question."""
    assert response.answer is not None
    answer = answer_in(affected.content, old, response.answer)
    if answer is None:
        return Change(response, None, None)
    question = question_of(affected.content, affected.question.lesson)
    try:
        found = grade(answer_key(question), answer)
    except AnswerError:
        return Change(response, None, None)
    percent = question.credits[min(max(response.tries, 1), len(question.credits)) - 1]
    return Change(response, answer, found.credit * percent / 100)
