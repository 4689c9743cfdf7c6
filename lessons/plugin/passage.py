"""A passage of text that the search finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a lesson as plain text. `place` is its URL relative to the lesson, such as '#step-2'.

    The text of a section begins with its title. The title of the lesson is not in the text of its summary.
    """

    place: str
    text: str
    title: str = ""
