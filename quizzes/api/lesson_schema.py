"""JSON shapes of tracks and lessons, with every section of the page. Texts are Markdown unless noted."""

from ninja import Schema


class TrackOut(Schema):
    slug: str
    title: str
    summary: str


class LessonOut(Schema):
    """A lesson in a list."""

    track: str
    slug: str
    number: int
    title: str
    summary: str
    minutes: int
    url: str


class FlowStepOut(Schema):
    """A step of the concept flow: where it happens, and the rows of the execution table that it covers."""

    number: int
    title: str
    place: str
    text: str
    covers: list[int]


class FlowOut(Schema):
    note: str
    steps: list[FlowStepOut]


class SampleOut(Schema):
    """The consumer that the live demo runs: the whole file, and the message of the recorded run."""

    note: str
    file: str
    language: str
    source: str
    message: str


class StepOut(Schema):
    """A row of the execution table. `reached_by` is the ASGI event with which a run gets there.

    `sent_by` is 'own' or 'another' where that depends on whose message is handled, else empty.
    """

    number: int
    action: str
    evaluation: str
    result: str
    reached_by: str
    sent_by: str


class MomentOut(Schema):
    """A column of the variable tracker; `after` is the step that has just ended, null at the start."""

    number: int
    title: str
    after: int | None


class ValueOut(Schema):
    """A cell: the value as Python writes it, and the same in words, which may be empty."""

    moment: int
    text: str
    note: str


class VariableOut(Schema):
    number: int
    name: str
    values: list[ValueOut]


class TrackerOut(Schema):
    moments: list[MomentOut]
    variables: list[VariableOut]


class KeyMomentOut(Schema):
    """A question, its answer, and where the page shows it, such as 'step 2'."""

    number: int
    question: str
    answer: str
    points_to: str


class TranscriptPartOut(Schema):
    """A paragraph of the transcript, as plain text."""

    number: int
    text: str
    points_to: str


class LessonDetailOut(LessonOut):
    """A lesson with all its sections; its questions are the quiz's."""

    flow: FlowOut
    sample: SampleOut
    steps: list[StepOut]
    ends_when: str
    tracker: TrackerOut
    key_moments: list[KeyMomentOut]
    snapshot: str
    transcript: list[TranscriptPartOut]
