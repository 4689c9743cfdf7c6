"""What the files of a lesson folder hold. Unknown keys are faults; rows are numbered by their order."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lessons.models import Step

Text = Annotated[str, Field(min_length=1, max_length=20_000)]
Title = Annotated[str, Field(min_length=1, max_length=120)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
Event = Literal[tuple(Step.Event.values)]  # type: ignore[valid-type]


class Content(BaseModel):
    """A piece of a folder. `faults` names what no single field can know: (key, reason)."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class TrackContent(Content):
    """track.toml"""

    title: Title
    summary: Text
    number: Annotated[int, Field(ge=1, le=999)] = 1


class FlowStepContent(Content):
    title: Title
    text: Text
    covers: list[Annotated[int, Field(ge=1)]] = []


class FlowContent(Content):
    note: str = ""
    steps: Annotated[list[FlowStepContent], Field(min_length=1, max_length=30)]


class SampleContent(Content):
    note: str = ""
    message: Annotated[str, Field(min_length=1, max_length=80)] = "hello"


class StepContent(Content):
    action: Text
    evaluation: Text
    result: Text
    reached_by: Event


class ExecutionContent(Content):
    ends_when: str = ""
    steps: Annotated[list[StepContent], Field(min_length=1, max_length=30)]


class MomentContent(Content):
    title: Annotated[str, Field(min_length=1, max_length=60)]
    after: Annotated[int, Field(ge=1)] | None = None


class VariableContent(Content):
    """A variable with a value for each moment, as Python writes it, and the same in words."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$", max_length=60)]
    values: list[Annotated[str, Field(min_length=1, max_length=200)]]
    notes: list[Annotated[str, Field(max_length=80)]] = []


class TrackerContent(Content):
    moments: Annotated[list[MomentContent], Field(min_length=1, max_length=20)]
    variables: Annotated[list[VariableContent], Field(min_length=1, max_length=20)]


class KeyMomentContent(Content):
    question: Text
    answer: Text
    points_to: str


class LessonContent(Content):
    """lesson.toml"""

    title: Title
    summary: Text
    minutes: Annotated[int, Field(ge=1, le=600)]
    status: Literal["draft", "published"] = "draft"
    lab: Slug
    flow: FlowContent
    sample: SampleContent = SampleContent()
    execution: ExecutionContent
    tracker: TrackerContent
    key_moments: Annotated[list[KeyMomentContent], Field(min_length=1, max_length=30)]

    def places(self) -> dict[str, int]:
        """How many places of each kind a pointer can name (see `lessons.pointers`)."""
        return {
            "step": len(self.execution.steps),
            "moment": len(self.tracker.moments),
            "flow": len(self.flow.steps),
            "key": len(self.key_moments),
        }


class TranscriptPartContent(Content):
    text: Text
    points_to: str = ""


class LessonFolder(Content):
    """A whole lesson folder but for the parts that other apps bring (`lessons.folder.parts`)."""

    slug: Slug
    number: Annotated[int, Field(ge=1, le=99)]
    lesson: LessonContent
    snapshot: Text
    transcript: Annotated[list[TranscriptPartContent], Field(min_length=1)]

    @model_validator(mode="after")
    def _notes_are_complete(self) -> Self:
        for variable in self.lesson.tracker.variables:
            variable.notes += [""] * (len(variable.values) - len(variable.notes))
        return self
