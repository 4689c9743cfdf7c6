"""The answers that an earlier key has graded, and what they would earn by the key of now."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, QuerySet

from lessons.folder.field_changes import FieldChange, differing
from lessons.models import Lesson
from quizzes.answer_key import answer_key
from quizzes.attempt_models import Response
from quizzes.grading import grade
from quizzes.kinds.answers import Answer, AnswerError
from quizzes.question_content import content_of, question_of
from quizzes.question_models import Question
from quizzes.regrading.key import Content, answer_in, grading_key, has_other_key, readable_key
from quizzes.regrading.models import Regrading
from quizzes.version_models import QuizVersion


@dataclass(frozen=True, slots=True)
class Outcome:
    """Responses with the same answer. `after` is None where the key of now cannot grade them."""

    version: int
    count: int
    before: float
    after: float | None

    @property
    def difference(self) -> float:
        return 0.0 if self.after is None else self.after - self.before


@dataclass
class Affected:
    """A question with what became of answers that an earlier key has graded, where nobody has decided yet."""

    question: Question
    content: Content
    earlier: dict[int, Content]
    """{id of a version of the quiz: the question in it}, of the versions that have another key."""

    @property
    def rows(self) -> QuerySet[Response]:
        """The closed responses that an earlier key has graded."""
        closed = Response.objects.closed().filter(question=self.question)
        return closed.filter(attempt__version__in=self.earlier)

    @property
    def differences(self) -> list[FieldChange]:
        """What is different in the key of now from the latest earlier one."""
        before = self.earlier[max(self.earlier)]
        return list(differing((), readable_key(before), readable_key(self.content)))

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """Counted by the database: a class of thousands gives few different answers."""
        same = self.rows.values_list("attempt__version", "answer", "tries", "credit").order_by()
        return [
            Outcome(version, count, credit or 0, self.regraded(version, answer, tries)[1])
            for version, answer, tries, credit, count in same.annotate(count=Count("pk"))
            if version and answer is not None
        ]

    def regraded(self, version: int, answer: Answer, tries: int) -> tuple[Answer | None, float | None]:
        """An answer of this version as an answer of now, and its credit at the percent of the last try."""
        moved = answer_in(self.content, self.earlier[version], answer)
        if moved is None:
            return None, None
        question = question_of(self.content, self.question.lesson)
        try:
            found = grade(answer_key(question), moved)
        except AnswerError:
            return None, None
        percent = question.credits[min(max(tries, 1), len(question.credits)) - 1]
        return moved, found.credit * percent / 100

    @property
    def keys(self) -> set[str]:
        """Digests of the keys by which they were graded."""
        return {digest_of(self.earlier[outcome.version]) for outcome in self.outcomes}

    @property
    def answers(self) -> int:
        return sum(outcome.count for outcome in self.outcomes)

    @property
    def raised(self) -> int:
        return sum(outcome.count for outcome in self.outcomes if outcome.difference > 0)

    @property
    def lowered(self) -> int:
        return sum(outcome.count for outcome in self.outcomes if outcome.difference < 0)

    @property
    def unreadable(self) -> int:
        """How many cannot be graded by the new key: they answer with an option that is gone."""
        return sum(outcome.count for outcome in self.outcomes if outcome.after is None)

    @property
    def not_full(self) -> int:
        """How many earn less than everything now."""
        return sum(outcome.count for outcome in self.outcomes if outcome.before < 1)


def affected_by_change(lesson: Lesson) -> list[Affected]:
    """The questions of `lesson` whose key has changed since learners answered them, in the quiz's order."""
    asked = Question.objects.asked().with_choices().filter(lesson=lesson).select_related("lesson")
    versions = list(QuizVersion.objects.filter(lesson=lesson).values_list("pk", "questions"))
    settled = _settled(lesson)
    found = [_affected(question, versions, settled.get(question.pk, set())) for question in asked]
    return [affected for affected in found if affected.earlier and affected.outcomes]


def _affected(question: Question, versions: list[tuple[int, list[Content]]], settled: set[str]) -> Affected:
    content, earlier = content_of(question), {}
    for pk, rows in versions:
        old = next((row for row in rows if row["id"] == question.pk), None)
        if old and has_other_key(old, content) and digest_of(old) not in settled:
            earlier[pk] = old
    return Affected(question, content, earlier)


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
