"""The way 'transcript': the whole explanation, sentence by sentence."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from lessons.markdown import inline
from lessons.models import Lesson
from lessons.pointers import Pointer, parse_pointer
from lessons.rendering import cached_per_version
from lessons.sentences import sentences


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the transcript. `place` is what it explains; None where the lesson does not say.

    `html` has its sentences as HTML that is clean.
    """

    number: int
    html: list[str]
    place: Pointer | None

    @property
    def sentences(self) -> list[SafeString]:
        return [mark_safe(sentence) for sentence in self.html]  # noqa: S308  `paragraphs_of` cleaned it


def transcript_context(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    paragraphs = cached_per_version(
        lesson, "transcript", lambda: paragraphs_of(lesson), shape=list[Paragraph]
    )
    return {"paragraphs": paragraphs}


def paragraphs_of(lesson: Lesson) -> list[Paragraph]:
    """The paragraphs of the transcript, in order."""
    return [
        Paragraph(
            row.number,
            list(sentences(inline(row.text))),
            parse_pointer(row.points_to),
        )
        for row in lesson.transcript_parts.all()
    ]
