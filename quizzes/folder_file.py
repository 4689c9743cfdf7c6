"""quiz.toml: the questions of a lesson folder."""

from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db.models import Count, F, QuerySet
from pydantic import AfterValidator, Field, StrictBool, StrictInt, ValidationInfo, field_validator

from lessons.folder.fields import OptionalPlace, Place, Slug, Text
from lessons.folder.store import write_rows
from lessons.models import Lesson
from lessons.pictures.described import described
from lessons.plugin import Content, Finding, FolderFile, LessonContext, RecordedRun
from lessons.recorded import NO_RUN
from quizzes.kinds import kinds
from quizzes.kinds.answer_key import KeyChoice
from quizzes.question_models import Choice, Hint, Question, QuestionQuerySet, check_credits

MAX_CHOICES = 26
"""Choices of a question: a letter names each."""
_OWN = (
    *("kind", "name", "tags", "category", "text", "proof"),
    *("general_feedback", "credits", "reveal", "shuffle", "expects"),
)
_OF_CHOICE = ("text", "percent", "match", "feedback", "missed")
"""The fields of a question, without its key, its number, and its choices and hints."""


def _keys_once_each(questions: "list[QuestionContent]") -> "list[QuestionContent]":
    keys = [question.key for question in questions]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"the key '{key}' is there twice")
    return questions


def _kind(name: str) -> str:
    if name not in kinds:
        raise ValueError(f"there is no type '{name}'; the types are: {', '.join(kinds)}")
    return name


def _credits(percents: list[int]) -> list[int]:
    try:
        check_credits(percents)
    except ValidationError as error:
        raise ValueError(error.message) from error
    return percents


_Optional = Annotated[
    str, Field(max_length=20_000, exclude_if=lambda text: not text), AfterValidator(described)
]


class ChoiceContent(Content):
    """A choice. It needs no feedback where the question has feedback for all: `is_explained`."""

    is_explained: Annotated[bool, Field(exclude=True, repr=False)] = False
    text: Text
    right: bool = False
    percent: Annotated[float | None, Field(ge=-100, le=100, exclude_if=lambda percent: percent is None)] = (
        None
    )
    match: _Optional = ""
    feedback: Annotated[
        str,
        Field(max_length=20_000, validate_default=True, exclude_if=lambda text: not text),
        AfterValidator(described),
    ] = ""
    missed: _Optional = ""

    @field_validator("feedback")
    @classmethod
    def _check_feedback(cls, feedback: str, info: ValidationInfo) -> str:
        if not feedback.strip() and not info.data.get("is_explained"):
            raise ValueError("empty")
        return feedback


class HintContent(Content):
    text: Text
    points_to: OptionalPlace = ""


class QuestionContent(Content):
    """A question of quiz.toml. Defaults are not written, so that they do not change a folder's digest."""

    key: Slug
    kind: Annotated[str, AfterValidator(_kind), Field(exclude_if=lambda kind: kind == "single")] = "single"
    name: Annotated[str, Field(max_length=255, exclude_if=lambda name: not name)] = ""
    tags: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=100)]],
        Field(max_length=30, exclude_if=lambda tags: not tags),
    ] = []
    category: Annotated[str, Field(max_length=255, exclude_if=lambda category: not category)] = ""
    text: Text
    proof: Place
    general_feedback: _Optional = ""
    credits: Annotated[
        list[StrictInt], AfterValidator(_credits), Field(exclude_if=lambda percents: percents == [100])
    ] = [100]
    reveal: Annotated[Question.Reveal, Field(exclude_if=lambda reveal: reveal == "closed")] = (
        Question.Reveal.CLOSED
    )
    shuffle: Annotated[StrictBool | None, Field(exclude_if=lambda shuffle: shuffle is None)] = None
    choices: Annotated[list[ChoiceContent], Field(max_length=MAX_CHOICES, validate_default=True)] = []
    expects: Annotated[
        dict[str, Any], Field(validate_default=True, exclude_if=lambda expects: not expects)
    ] = {}
    hints: Annotated[list[HintContent], Field(max_length=Hint.MAX_PER_QUESTION)] = []

    @field_validator("shuffle")
    @classmethod
    def _check_shuffle(cls, shuffle: bool | None, info: ValidationInfo) -> bool | None:
        kind = kinds.get(info.data.get("kind", ""))
        if shuffle and kind and not kind.chooses_options:
            raise ValueError("only the choices of a single or multiple choice are shuffled")
        return shuffle

    @field_validator("choices", mode="before")
    @classmethod
    def _explain_choices(cls, choices: Any, info: ValidationInfo) -> Any:
        """Tell each choice whether the question has feedback for all of them."""
        is_explained = bool(info.data.get("general_feedback", "").strip())
        if not isinstance(choices, list):
            return choices
        return [{**row, "is_explained": is_explained} if isinstance(row, dict) else row for row in choices]

    @field_validator("choices")
    @classmethod
    def _check_choices(cls, choices: list[ChoiceContent], info: ValidationInfo) -> list[ChoiceContent]:
        if kind := kinds.get(info.data.get("kind", "")):
            if len(choices) < kind.min_choices:
                some = "there is one" if choices else "there is none"
                raise ValueError(f"write at least {_CHOICES[kind.min_choices]}: {some}")
            if fault := kind.choices_fault(_key_choices(choices)):
                raise ValueError(fault)
        return choices

    @field_validator("expects")
    @classmethod
    def _check_expects(cls, expects: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        kind = kinds.get(info.data.get("kind", ""))
        if (
            kind
            and "choices" in info.data
            and (fault := kind.expects_fault(expects, _key_choices(info.data["choices"])))
        ):
            example = kind.expects_example(expects, _key_choices(info.data["choices"]))
            raise ValueError(fault + "".join(f", such as {key} = {example[key]}" for key in example))
        return expects


_CHOICES = {1: "one choice", 2: "two choices"}


def _not_recorded(variable: str, after: int | None) -> str:
    where = f"after step {after}" if after else "at the start"
    return f"the recorded run has no '{variable}' {where}; name another cell, or record_runs anew"


def _key_choices(choices: list[ChoiceContent]) -> list[KeyChoice]:
    return [
        KeyChoice(
            key, choice.right, choice.feedback, choice.text, choice.missed, choice.percent, choice.match
        )
        for key, choice in zip(ascii_lowercase, choices, strict=False)
    ]


class QuizContent(Content):
    """quiz.toml. `shuffle` is for the questions that do not say themselves."""

    shuffle: Annotated[StrictBool, Field(exclude_if=lambda shuffle: not shuffle)] = False
    questions: Annotated[
        list[QuestionContent], Field(min_length=1, max_length=50), AfterValidator(_keys_once_each)
    ]


class QuizFile(FolderFile):
    filename = "quiz.toml"
    schema = QuizContent

    def contradictions(
        self, content: QuizContent, *, run: RecordedRun | None, is_draft: bool
    ) -> Iterator[Finding]:
        """The questions about a cell that the recorded run does not have. A draft needs no run."""
        if not run and is_draft:
            return
        for row, question in enumerate(content.questions):
            cell = kinds[question.kind].cell(question.expects)
            if cell and (not run or run.value(*cell) is None):
                yield ("questions", row, "expects"), _not_recorded(*cell) if run else NO_RUN

    def content_of(self, lesson: Lesson, context: LessonContext | None = None) -> QuizContent | None:
        questions = [
            {
                **{name: getattr(question, name) for name in ("key", *_OWN)},
                "choices": [
                    {"right": row.is_right, **{name: getattr(row, name) for name in _OF_CHOICE}}
                    for row in question.choices.all()
                ],
                "hints": [{"text": row.text, "points_to": row.points_to} for row in question.hints.all()],
            }
            for question in Question.objects.with_choices().filter(lesson=lesson)
        ]
        data = {"shuffle": lesson.shuffle, "questions": questions}
        return QuizContent.model_validate(data, context=context) if questions else None

    def save(self, lesson: Lesson, content: QuizContent) -> None:
        """Store the questions. A question with the same key keeps its row, because responses refer to it."""
        self._dropped(lesson, content).drop()
        if lesson.shuffle != content.shuffle:
            lesson.shuffle = content.shuffle
            Lesson.every.filter(pk=lesson.pk).update(shuffle=content.shuffle)
        far = 1000  # avoids collisions with the new numbers
        Question.objects.filter(lesson=lesson).update(number=F("number") + far)
        save_questions(lesson, content.questions)

    def retires(self, lesson: Lesson, content: QuizContent) -> list[str]:
        counts = self._dropped(lesson, content).annotate(count=Count("responses")).filter(count__gt=0)
        return [
            f"question '{key}' with {count} answer{'' if count == 1 else 's'}"
            for key, count in counts.values_list("key", "count")
        ]

    def _dropped(self, lesson: Lesson, content: QuizContent) -> QuestionQuerySet:
        keys = [question.key for question in content.questions]
        return Question.objects.filter(lesson=lesson).exclude(key__in=keys)


def save_questions(lesson: Lesson, contents: Iterable[QuestionContent], first: int = 1) -> None:
    """Create or update the lesson's questions with these keys, numbered from `first`, all of them at once."""
    contents = list(contents)
    questions = [
        Question(lesson=lesson, key=row.key, number=number, **{name: getattr(row, name) for name in _OWN})
        for number, row in enumerate(contents, first)
    ]
    write_rows(questions, unique=("lesson", "key"), rest=("number", "is_retired", *_OWN))
    of_questions = list(zip(questions, contents, strict=True))
    choices = [
        Choice(
            question=question,
            number=number,
            is_right=choice.right,
            **{name: getattr(choice, name) for name in _OF_CHOICE},
        )
        for question, content in of_questions
        for number, choice in enumerate(content.choices, start=1)
    ]
    hints = [
        Hint(question=question, number=number, **hint.model_dump())
        for question, content in of_questions
        for number, hint in enumerate(content.hints, start=1)
    ]
    write_rows(choices, unique=("question", "number"), rest=("is_right", *_OF_CHOICE))
    write_rows(hints, unique=("question", "number"), rest=tuple(HintContent.model_fields))
    for model, kept in ((Choice, choices), (Hint, hints)):
        found: QuerySet[Any] = model._default_manager.filter(question__in=questions)
        found.exclude(pk__in=[row.pk for row in kept]).delete()
