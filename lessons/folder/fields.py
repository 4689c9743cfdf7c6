"""The types of the fields in the files of a lesson folder, each with what is checked of it.

References to rows, lessons, labs and what-ifs are checked against the `LessonContext` of the validation;
without a context they are not checked.
"""

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from lessons.models import event_fault, proof_fault
from lessons.pictures.described import described
from lessons.plugin import LessonContext
from lessons.pointers import pointer_fault
from lessons.stages import PATH


def _place(text: str, info: ValidationInfo) -> str:
    reason = pointer_fault(text, info.context.places) if info.context else None
    if reason:
        raise ValueError(reason)
    return text


def _place_or_none(text: str, info: ValidationInfo) -> str:
    return _place(text, info) if text else text


def _step(number: int, info: ValidationInfo) -> int:
    if info.context and number > info.context.places["step"]:
        raise ValueError(f"there is no step {number}: the execution table has {info.context.places['step']}")
    return number


def _earlier(slug: str, info: ValidationInfo) -> str:
    context: LessonContext | None = info.context
    if context and context.lessons is not None and context.number is not None:
        if slug not in context.lessons:
            raise ValueError(f"there is no lesson '{slug}' in this track")
        if context.lessons[slug] >= context.number:
            raise ValueError(
                f"'{slug}' does not come before this lesson: it is number {context.lessons[slug]}"
            )
    return slug


def _part_of_path(name: str) -> str:
    if name not in PATH:
        raise ValueError(f"the picture has no '{name}'; its parts are: {', '.join(PATH)}")
    return name


def _in_the_order_of_the_alphabet(slugs: list[str]) -> list[str]:
    return sorted(set(slugs))


def _in_the_order_of_the_path(names: list[str]) -> list[str]:
    return [name for name in PATH if name in names]


def _event(name: str) -> str:
    if fault := event_fault(name):
        raise ValueError(fault)
    return name


def _proof(text: str) -> str:
    if fault := proof_fault(text):
        raise ValueError(fault)
    return text


def _lab(name: str, info: ValidationInfo) -> str:
    known = info.context.labs if info.context else None
    if known is not None and name not in known:
        raise ValueError(f"there is no lab '{name}'; the labs are: {', '.join(known)}")
    return name


def _what_if(name: str, info: ValidationInfo) -> str:
    known = info.context.what_ifs if info.context else None
    if known is not None and name not in known:
        raise ValueError(f"there is no what-if '{name}'; there are: {', '.join(known)}")
    return name


def _in_the_order_of_their_labs(names: list[str], info: ValidationInfo) -> list[str]:
    names = list(dict.fromkeys(names))
    known = info.context.what_ifs if info.context else None
    if known is None:
        return names
    order = {name: place for place, name in enumerate(known)}
    return sorted(names, key=lambda name: order.get(name, len(order)))


MAX_MINUTES = 600
"""The longest that a lesson takes to do."""
MAX_TEXT = 20_000
"""Characters of a text in Markdown. The worst that can be written in so many takes a third of a second."""
Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT), AfterValidator(described)]
OptionalText = Annotated[str, AfterValidator(described)]
Title = Annotated[str, Field(min_length=1, max_length=120)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
Place = Annotated[str, AfterValidator(_place)]
OptionalPlace = Annotated[str, AfterValidator(_place_or_none)]
Needs = Annotated[
    list[Annotated[Slug, AfterValidator(_earlier)]],
    Field(max_length=20, exclude_if=lambda slugs: not slugs),
    AfterValidator(_in_the_order_of_the_alphabet),
]
Marks = Annotated[
    list[Annotated[str, AfterValidator(_part_of_path)]],
    Field(exclude_if=lambda names: not names),
    AfterValidator(_in_the_order_of_the_path),
]
WhatIfs = Annotated[
    list[Annotated[str, AfterValidator(_what_if)]],
    Field(max_length=20, exclude_if=lambda names: not names),
    AfterValidator(_in_the_order_of_their_labs),
]
"""What-ifs of other labs that belong to the lesson's subject, such as 'chat/vanish'."""
LabName = Annotated[Slug, AfterValidator(_lab)]
Event = Annotated[str, AfterValidator(_event)]
"""Event that reaches a step, such as 'websocket.receive' or the type of a group's message."""
StepNumber = Annotated[int, Field(ge=1), AfterValidator(_step)]
Blank = Annotated[bool, Field(exclude_if=lambda blank: blank)]
"""Whether learners predict the row. Only `blank = false` is written."""

WrongResults = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\r\n]+$")]],
    Field(max_length=5, exclude_if=lambda results: not results),
]

Proof = Annotated[
    list[Annotated[str, Field(max_length=200), AfterValidator(_proof)]],
    Field(max_length=5, exclude_if=lambda proof: not proof),
]
"""What a run shows when a result holds, such as 'count = 1' or 'return receive' (`lessons.models`)."""
