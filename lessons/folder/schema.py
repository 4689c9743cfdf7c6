"""What the files of a lesson folder hold. Unknown keys are faults; rows are numbered by their order.

A file is validated with the `LessonContext` of its lesson, so that references between rows are checked
together with everything else and every fault is found at once. Without a context they are not checked.
"""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from lessons.models import FlowStep, Lesson, Step, event_fault, proof_fault
from lessons.path import PATH
from lessons.pictures.described import described
from lessons.plugin import Content, LessonContext
from lessons.pointers import pointer_fault
from lessons.script.language import Rows


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


class TrackContent(Content):
    """track.toml"""

    title: Title
    summary: Text
    number: Annotated[int, Field(ge=1, le=999)] = 1


class FlowStepContent(Content):
    """A step of the flow. The default of `at` is not written, so folders without it keep their digest."""

    title: Title
    at: Annotated[FlowStep.Place, Field(exclude_if=lambda at: at == FlowStep.Place.CONSUMER)] = (
        FlowStep.Place.CONSUMER
    )
    text: Text
    covers: list[StepNumber] = []


class FlowContent(Content):
    note: OptionalText = ""
    steps: Annotated[list[FlowStepContent], Field(min_length=1, max_length=30)]


class SampleContent(Content):
    note: OptionalText = ""
    message: Annotated[str, Field(min_length=1, max_length=80)] = "hello"


class StepContent(Content):
    """A step. `wrong_results` are the results that learners can choose in `predict` besides `result`.

    `sent_by` tells apart two steps that are reached by the same event. It is not written where it is empty.
    `holds_when` is what a run shows from the moment at which the result holds; without it, that is the event.
    """

    action: Text
    evaluation: Text
    result: Text
    reached_by: Annotated[str, AfterValidator(_event)]
    sent_by: Annotated[Step.SentBy | Literal[""], Field(exclude_if=lambda sent_by: not sent_by)] = ""
    holds_when: Proof = []
    wrong_results: WrongResults = []
    blank: Blank = True

    @model_validator(mode="after")
    def _is_right_once(self) -> Self:
        if self.result in self.wrong_results:
            raise ValueError("one of wrong_results is the result itself")
        return self


class ExecutionContent(Content):
    ends_when: OptionalText = ""
    steps: Annotated[list[StepContent], Field(min_length=1, max_length=30)]


class MomentContent(Content):
    title: Annotated[str, Field(min_length=1, max_length=60)]
    after: StepNumber | None = None


class VariableContent(Content):
    """A variable, with a value as Python writes it and a note in words for each moment."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$", max_length=60)]
    values: list[Annotated[str, Field(min_length=1, max_length=200)]]
    notes: list[Annotated[str, Field(max_length=80)]] = []
    blank: Blank = True

    @model_validator(mode="after")
    def _has_a_value_for_each_moment(self, info: ValidationInfo) -> Self:
        wanted = info.context.places["moment"] if info.context else len(self.values)
        if len(self.values) != wanted:
            raise ValueError(f"{len(self.values)} values for {wanted} moments: write one for each")
        if len(self.notes) > wanted:
            raise ValueError("more notes than values")
        self.notes += [""] * (wanted - len(self.notes))
        return self


def _once_each(variables: list[VariableContent]) -> list[VariableContent]:
    names = [variable.name for variable in variables]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"'{name}' is there twice")
    return variables


class TrackerContent(Content):
    moments: Annotated[list[MomentContent], Field(min_length=1, max_length=20)]
    variables: Annotated[
        list[VariableContent], Field(min_length=1, max_length=20), AfterValidator(_once_each)
    ]


class KeyMomentContent(Content):
    question: Text
    answer: Text
    points_to: Place


class LessonContent(Content):
    """lesson.toml"""

    title: Title
    summary: Text
    minutes: Annotated[int, Field(ge=1, le=600)]
    status: Lesson.Status = Lesson.Status.DRAFT
    needs: Needs = []
    marks: Marks = []
    lab: Annotated[Slug, AfterValidator(_lab)]
    what_ifs: WhatIfs = []
    flow: FlowContent
    sample: SampleContent = SampleContent()
    script: Annotated[Rows, Field(exclude_if=lambda rows: not rows)] = []
    execution: ExecutionContent
    tracker: TrackerContent
    key_moments: Annotated[list[KeyMomentContent], Field(min_length=1, max_length=30)]


class TranscriptPartContent(Content):
    text: Text
    points_to: OptionalPlace = ""


class LessonFolder(Content):
    """A whole lesson folder without the files of plugins (`lessons.plugin.FolderFile`)."""

    slug: Slug
    number: Annotated[int, Field(ge=1, le=99)]
    lesson: LessonContent
    snapshot: Text
    transcript: Annotated[list[TranscriptPartContent], Field(min_length=1, max_length=300)]
