"""A question with its choices and hints as plain data, and the question that such data describes.

The cache and the versions of quizzes hold questions in this form.
"""

from typing import Any

from django.db.models import Model

from lessons.models import Lesson
from lessons.recorded import recorded_value
from quizzes.question_models import Choice, Hint, Question

_OWN = ("id", "number", "key", "kind", "text", "proof", "expects", "credits", "reveal")
_OF_CHOICE = ("number", "text", "is_right", "feedback", "missed")
_IF_UNUSUAL = {"general_feedback": ""}
_OF_CHOICE_IF_UNUSUAL = {"percent": None, "match": ""}
"""Fields that are written down only where they differ from these values. Older versions lack them."""
_OF_HINT = ("number", "text", "points_to")


def content_of(question: Question) -> dict[str, Any]:
    """`question` as JSON can hold it. `recorded` is what the recorded run says is right, if it decides."""
    return {
        **_fields(question, _OWN),
        **_unusual(question, _IF_UNUSUAL),
        **({"shuffle": True} if question.is_shuffled else {}),
        "recorded": _recorded_text(question),
        "choices": [
            {**_fields(choice, _OF_CHOICE), **_unusual(choice, _OF_CHOICE_IF_UNUSUAL)}
            for choice in question.choices.all()
        ],
        "hints": [_fields(hint, _OF_HINT) for hint in question.hints.all()],
    }


def question_of(content: dict[str, Any], lesson: Lesson) -> Question:
    """The question of `lesson` that `content_of` wrote down. It makes no query, and is not to be saved."""
    names = [*_OWN, *(name for name in _IF_UNUSUAL if name in content)]
    shuffle = content.get("shuffle", False)  # what the quiz says is in it already
    question = Question(lesson=lesson, shuffle=shuffle, **{name: content[name] for name in names})
    question._state.adding = False
    question.recorded = content["recorded"]
    _prefetch(question, "choices", [Choice(question=question, **row) for row in content["choices"]])
    _prefetch(question, "hints", [Hint(question=question, **row) for row in content["hints"]])
    return question


def _fields(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _unusual(row: Model, usual: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name in usual if (value := getattr(row, name)) != usual[name]}


def _recorded_text(question: Question) -> str | None:
    if question.type.expects_fault(question.expects, []):
        return None  # a draft that is not complete
    cell = question.type.cell(question.expects)
    value = recorded_value(question.lesson, *cell) if cell else None
    return value.text if value else None


def _prefetch(question: Question, name: str, rows: list[Any]) -> None:
    """Give `question` the related `rows`, as `prefetch_related` does."""
    found = getattr(question, name).get_queryset()
    found._result_cache, found._prefetch_done = rows, True
    question.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found
