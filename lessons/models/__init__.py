"""The models of a lesson: its track, its sections row by row, and who learns."""

from lessons.models.earlier_version import EarlierVersion
from lessons.models.learner import Learner
from lessons.models.lesson import Lesson
from lessons.models.picture import Picture
from lessons.models.sections import (
    FlowStep,
    KeyMoment,
    Moment,
    Step,
    TranscriptPart,
    Value,
    Variable,
    event_fault,
    proof_fault,
)
from lessons.models.track import Track
from lessons.models.upload import Upload
from lessons.models.way_use import WayUse

__all__ = [
    "EarlierVersion",
    "FlowStep",
    "KeyMoment",
    "Learner",
    "Lesson",
    "Moment",
    "Picture",
    "Step",
    "Track",
    "TranscriptPart",
    "Upload",
    "Value",
    "Variable",
    "WayUse",
    "event_fault",
    "proof_fault",
]
