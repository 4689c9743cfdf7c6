"""What the files of a lesson folder hold. Unknown keys are faults; rows are numbered by their order.

A file is validated with the `LessonContext` of its lesson, so that references between rows are checked
together with everything else and every fault is found at once. Without a context they are not checked.
"""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from lessons.folder.fields import (
    MAX_MINUTES,
    Blank,
    Event,
    LabName,
    Marks,
    Needs,
    OptionalPlace,
    OptionalText,
    Place,
    Proof,
    Slug,
    StepNumber,
    Text,
    Title,
    WhatIfs,
    WrongResults,
)
from lessons.models import FlowStep, Lesson, Step
from lessons.plugin import Content
from lessons.script.language import Rows


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
    reached_by: Event
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
    minutes: Annotated[int, Field(ge=1, le=MAX_MINUTES)]
    status: Lesson.Status = Lesson.Status.DRAFT
    needs: Needs = []
    marks: Marks = []
    lab: LabName
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
