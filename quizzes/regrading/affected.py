"""The answers that an earlier key has graded, and what they would earn by the current key."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, JSONField, QuerySet, Value

from lessons.models import Lesson
from quizzes.attempt_models import Response
from quizzes.grading import Grade, grade
from quizzes.kinds.answer_key import AnswerKey
from quizzes.kinds.answers import Answer, AnswerError
from quizzes.question_content import content_of, question_of
from quizzes.question_models import Question
from quizzes.regrading.key import Content, answer_in, grading_key, has_other_key, readable_key
from quizzes.regrading.models import Regrading
from quizzes.regrading.words import key_changes
from quizzes.stored_answer_key import answer_key
from quizzes.version_models import QuizVersion


@dataclass(frozen=True, slots=True)
class Outcome:
    """Responses with the same answer. `after` is None if the current key cannot grade them."""

    version: int
    count: int
    before: float
    after: float | None

    @property
    def difference(self) -> float:
        return 0.0 if self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Regraded:
    """What a closed response becomes. `first_wrong` is as `Response.first_wrong`."""

    answer: Answer
    tries: int
    credit: float
    first_wrong: Answer | None


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
    def differences(self) -> list[str]:
        """A sentence for each difference of the current key from the latest earlier one."""
        return key_changes(readable_key(self.earlier[max(self.earlier)]), readable_key(self.content))

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """The outcomes, counted by the database: a class of thousands gives few different answers."""
        return [
            Outcome(version, count, credit or 0, self._credit(version, answer, tries, first))
            for version, answer, tries, credit, first, count in self._counted()
            if version and answer is not None
        ]

    def _counted(self) -> Iterator[tuple[Any, ...]]:
        """Equal responses and how many they are. Single tries are counted by the index alone."""
        same = ("attempt__version", "answer", "tries", "credit")
        nothing, rows = Value(None, JSONField()), self.rows.order_by()
        yield from rows.filter(tries__lte=1).values_list(*same, nothing).annotate(count=Count("pk"))
        if any(len(old["credits"]) > 1 for old in self.earlier.values()):
            yield from rows.filter(tries__gt=1).values_list(*same, "first_wrong").annotate(count=Count("pk"))

    def regraded(
        self, version: int, answer: Answer, tries: int, first_wrong: Answer | None
    ) -> Regraded | None:
        """A response of this version, regraded by the current key; None if an option of it is gone.

        The first try counts if it is right now, or earns more than the last one.
        """
        last = self._graded(version, answer)
        first = self._graded(version, first_wrong) if tries > 1 and first_wrong is not None else None
        if last is None:
            return None
        if first and first.correct:
            return Regraded(first.choice, 1, self._worth(first, 1), None)
        earned = max(self._worth(last, tries), self._worth(first, 1) if first else 0.0)
        wrong = first.choice if first else None
        if tries <= 1 and not last.correct:
            wrong = last.choice
        return Regraded(last.choice, tries, earned, wrong)

    def _credit(self, version: int, answer: Answer, tries: int, first_wrong: Answer | None) -> float | None:
        found = self.regraded(version, answer, tries, first_wrong)
        return found.credit if found else None

    def _graded(self, version: int, answer: Answer) -> Grade | None:
        """An answer of this version, translated to the current question and graded by its key."""
        moved = answer_in(self.content, self.earlier[version], answer)
        try:
            return None if moved is None else grade(self._key, moved)
        except AnswerError:
            return None

    @cached_property
    def _key(self) -> AnswerKey:
        return answer_key(question_of(self.content, self.question.lesson))

    def _worth(self, found: Grade, tries: int) -> float:
        """The credit at the percent of this try."""
        credits_ = self.question.credits
        return found.credit * float(credits_[min(max(tries, 1), len(credits_)) - 1]) / 100

    @property
    def keys(self) -> set[str]:
        """Digests of the keys by which they were graded."""
        return {key_digest(self.earlier[outcome.version]) for outcome in self.outcomes}

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
        """The number of responses with an option that is gone, which the new key cannot grade."""
        return sum(outcome.count for outcome in self.outcomes if outcome.after is None)

    @property
    def moves(self) -> list[tuple[int, float, float]]:
        """(answers, percent of the credit before, and after), of those that would change, the most first."""
        found: Counter[tuple[float, float]] = Counter()
        for outcome in self.outcomes:
            if outcome.difference:
                found[100 * outcome.before, 100 * (outcome.after or 0)] += outcome.count
        return [(count, before, after) for (before, after), count in found.most_common()]

    @property
    def not_full(self) -> int:
        """The number of responses that earn less than full credit now."""
        return sum(outcome.count for outcome in self.outcomes if outcome.before < 1)


def affected_by_change(lesson: Lesson) -> list[Affected]:
    """The questions of `lesson` whose key has changed since learners answered them, in the quiz's order."""
    return [affected for affected in earlier_keys(lesson) if affected.earlier and affected.outcomes]


def earlier_keys(lesson: Lesson) -> list[Affected]:
    """Every question of `lesson`, in the quiz's order. No answer is read."""
    asked = Question.objects.with_choices().filter(lesson=lesson).select_related("lesson")
    versions = list(QuizVersion.objects.filter(lesson=lesson).values_list("pk", "questions"))
    settled = _settled(lesson)
    return [_affected(question, versions, settled.get(question.pk, set())) for question in asked]


def _affected(question: Question, versions: list[tuple[int, list[Content]]], settled: set[str]) -> Affected:
    content, earlier = content_of(question), {}
    for pk, rows in versions:
        old = next((row for row in rows if row["id"] == question.pk), None)
        if old and has_other_key(old, content) and key_digest(old) not in settled:
            earlier[pk] = old
    return Affected(question, content, earlier)


def key_digest(content: Content) -> str:
    """The SHA-256 of the part of a question that decides the grade: its `grading_key`."""
    return hashlib.sha256(json.dumps(grading_key(content), sort_keys=True).encode()).hexdigest()


def _settled(lesson: Lesson) -> dict[int, set[str]]:
    """{question: digests of the earlier keys on which somebody has decided}"""
    found: dict[int, set[str]] = {}
    for question, keys in Regrading.objects.filter(lesson=lesson).values_list("question", "settled"):
        found.setdefault(question, set()).update(keys)
    return found
