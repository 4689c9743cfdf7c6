"""What quiz.toml may say: questions with their choices and hints, and each fault in words."""

from string import ascii_lowercase
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from pydantic import AfterValidator, Field, StrictBool, StrictInt, ValidationInfo, field_validator

from lessons.folder.faults import worded
from lessons.folder.fields import OptionalPlace, Place, Slug, Text
from lessons.pictures.described import described
from lessons.plugin import Content
from quizzes.kinds import kinds
from quizzes.kinds.answer_key import KeyChoice
from quizzes.kinds.base import as_typed
from quizzes.question_models import Hint, Question, check_credits

MAX_CHOICES = 26
"""Choices of a question: a letter names each."""
_CHOICES_IN_WORDS = {1: "one choice", 2: "two choices"}


def _keys_once_each(questions: "list[QuestionContent]") -> "list[QuestionContent]":
    keys = [question.key for question in questions]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"the key '{key}' is there twice")
    return questions


def _known_kind(name: str) -> str:
    if name not in kinds:
        raise ValueError(f"there is no type '{name}'; the types are: {', '.join(kinds)}")
    return name


def _checked_credits(percents: list[int]) -> list[int]:
    try:
        check_credits(percents)
    except ValidationError as error:
        raise ValueError(error.message) from error
    return percents


_OptionalText = Annotated[
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
    match: _OptionalText = ""
    feedback: Annotated[
        str,
        Field(max_length=20_000, validate_default=True, exclude_if=lambda text: not text),
        AfterValidator(described),
    ] = ""
    missed: _OptionalText = ""

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
    kind: Annotated[str, AfterValidator(_known_kind), Field(exclude_if=lambda kind: kind == "single")] = (
        "single"
    )
    name: Annotated[str, Field(max_length=255, exclude_if=lambda name: not name)] = ""
    tags: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=100)]],
        Field(max_length=30, exclude_if=lambda tags: not tags),
    ] = []
    category: Annotated[str, Field(max_length=255, exclude_if=lambda category: not category)] = ""
    text: Text
    proof: Place
    general_feedback: _OptionalText = ""
    credits: Annotated[
        list[StrictInt],
        AfterValidator(_checked_credits),
        Field(exclude_if=lambda percents: percents == [100]),
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
                raise ValueError(f"write at least {_CHOICES_IN_WORDS[kind.min_choices]}: {some}")
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
            in_file = "".join(f", such as {key} = {value}" for key, value in example.items())
            at_desk = "".join(f", such as {as_typed(value)}" for value in example.values())
            raise worded(in_file=fault + in_file, at_desk=fault + at_desk)
        return expects


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
