"""Chooses the answers of a changed quiz that an analysis counts, and maps them to its options."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from lessons.models import Lesson
from quizzes.analysis.differences import KEY, differences, options
from quizzes.analysis.earlier import Dated, Quiz
from quizzes.analysis.tally import OtherVersion
from quizzes.kinds.answers import Answer
from quizzes.question_content import content_of
from quizzes.question_models import Question
from quizzes.regrading.key import Content, answer_in
from quizzes.version_models import QuizVersion

NOW, ALL = "now", "all"
"""The questions as they are now; the answers to all their versions. Else the id of a version as a text."""

type Place = tuple[int | None, int]
"""The ids of a version (None: the quiz as it is now) and of a question in it."""


@dataclass
class Versions:
    """The questions of one version of a quiz, and how those of the other versions differ from them."""

    shown: Quiz
    """The questions whose statistics are made."""
    asked: list[int]
    """Ids of the questions that belong to the quiz, without retired ones."""
    counts_all: bool
    stored: list[Dated]
    other: dict[Place, OtherVersion] = field(default_factory=dict)
    """Questions in which learners read something else, or that had another key."""
    arranged: dict[Place, Content] = field(default_factory=dict)
    """Questions whose options stood in another order or had other words."""
    _moved: dict[tuple[Place, str], Answer] = field(default_factory=dict)

    def answer(self, place: Place, stored: Answer | None) -> Answer | None:
        """An answer to the question at `place`, with the letters of the options that are shown."""
        if stored is None or place not in self.arranged:
            return stored
        known = (place, repr(stored))
        if known not in self._moved:
            moved = answer_in(self.shown[place[1]], self.arranged[place], stored)
            self._moved[known] = stored if moved is None else moved
        return self._moved[known]

    @cached_property
    def asked_now(self) -> Quiz:
        return {pk: self.shown[pk] for pk in self.asked}


def versions_of(lesson: Lesson, chosen: str = NOW) -> Versions:
    """The version that is chosen: `NOW`, `ALL` or an id. Two queries, and one each for choices and hints."""
    questions = Question.every.with_choices().filter(lesson=lesson).select_related("lesson")
    now = {question.pk: content_of(question) for question in questions}
    asked = [question.pk for question in questions if not question.is_retired]
    found = Versions(now, asked, chosen == ALL, list(_stored(lesson)))
    for pk, _, quiz in found.stored:
        if str(pk) == chosen:
            found.shown, found.asked = quiz, list(quiz)
    if found.shown is not now:
        _compare(found, None, now)
    for pk, _, quiz in found.stored:
        _compare(found, pk, quiz)
    return found


def _stored(lesson: Lesson) -> Iterable[Dated]:
    rows = QuizVersion.objects.filter(lesson=lesson).order_by("made_at", "pk")
    for pk, made_at, questions in rows.values_list("pk", "made_at", "questions"):
        yield pk, made_at, {question["id"]: question for question in questions}


def _compare(found: Versions, version: int | None, quiz: Quiz) -> None:
    for pk, old in quiz.items():
        if not (shown := found.shown.get(pk)):
            continue
        place, changed = (version, pk), differences(old, shown)
        if changed:
            found.other[place] = OtherVersion.KEY if KEY in changed else OtherVersion.WORDS
        if options(old) != options(shown):
            found.arranged[place] = old
