"""What the earlier versions of a quiz mean for its analysis: which answers count, and as which of now."""

from dataclasses import dataclass, field
from typing import Any

from lessons.models import Lesson
from quizzes.kinds import kinds
from quizzes.kinds.answers import Answer
from quizzes.question_content import content_of
from quizzes.question_models import Question
from quizzes.regrading.key import Content, answer_in, has_other_key
from quizzes.version_models import QuizVersion

type Place = tuple[int, int]
"""The ids of a version and of a question in it."""


@dataclass
class Versions:
    """The questions of earlier versions that differ from those of now."""

    now: dict[int, Content]
    regraded: set[Place] = field(default_factory=set)
    """Those whose key was another one."""
    reworded: set[Place] = field(default_factory=set)
    """Those in which learners read other words: in the question, or in what they choose from."""
    arranged: dict[Place, Content] = field(default_factory=dict)
    """Those whose options stood in another order or had other words."""
    _moved: dict[tuple[Place, str], Answer] = field(default_factory=dict)

    def answer(self, place: Place, stored: Answer | None) -> Answer | None:
        """An answer that this version took, with the letters of now."""
        if stored is None or place not in self.arranged:
            return stored
        known = (place, repr(stored))
        if known not in self._moved:
            moved = answer_in(self.now[place[1]], self.arranged[place], stored)
            self._moved[known] = stored if moved is None else moved
        return self._moved[known]


def versions_of(lesson: Lesson) -> Versions:
    """Two queries, and one for each of choices and hints."""
    asked = Question.objects.asked().with_choices().filter(lesson=lesson).select_related("lesson")
    found = Versions({question.pk: content_of(question) for question in asked})
    for pk, rows in QuizVersion.objects.filter(lesson=lesson).values_list("pk", "questions"):
        for old in rows:
            if now := found.now.get(old["id"]):
                _compare(found, (pk, old["id"]), old, now)
    return found


def _compare(found: Versions, place: Place, old: Content, now: Content) -> None:
    if has_other_key(old, now):
        found.regraded.add(place)
    elif _options(old) != _options(now):
        found.arranged[place] = old
    if old["text"] != now["text"] or sorted(_options(old)) != sorted(_options(now)):
        found.reworded.add(place)


def _options(content: Content) -> list[Any]:
    """What learners choose from."""
    if not kinds[content["kind"]].shows_choices:
        return []
    texts = [row["text"].strip() for row in content["choices"]]
    return texts + [row.get("match", "").strip() for row in content["choices"]] + _extra(content)


def _extra(content: Content) -> list[str]:
    return [str(text) for text in content["expects"].get("extra", [])]
