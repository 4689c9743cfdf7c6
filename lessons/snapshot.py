"""The way 'snapshot': the concept on one card, which can also be downloaded as Markdown."""

import re
from typing import Any

from django.http import HttpRequest

from lessons.models import Lesson

_MARKS = re.compile(r"([\\`*_\[\]<>])")


def snapshot_markdown(lesson: Lesson, address: str) -> str:
    """Markdown: the title as a heading, the snapshot, and the URL `address`."""
    title = _MARKS.sub(r"\\\1", " ".join(lesson.title.split()))
    return f"# {title}\n\n{lesson.snapshot.replace('\r\n', '\n').strip()}\n\n<{address}>\n"


def snapshot_context(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    """The URL to print on the card, and the Markdown to copy."""
    address = request.build_absolute_uri(lesson.get_absolute_url())
    return {"lesson_address": address, "snapshot_markdown": snapshot_markdown(lesson, address)}
