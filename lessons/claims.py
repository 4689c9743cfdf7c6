"""Claims: what a lesson's questions say of its run, so that a run can prove or contradict them.

Apps register theirs when they are ready.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lessons.models import Lesson


@dataclass(frozen=True, slots=True)
class Claim:
    """One option of a question. `question` and `text` are Markdown, `proof` is a pointer.

    `holds` is what the lesson says of the option; `where` names it for an author.
    """

    where: str
    question: str
    text: str
    proof: str
    holds: bool


sources: list[Callable[[Lesson], Iterable[Claim]]] = []


def claims_of(lesson: Lesson) -> list[Claim]:
    return [claim for source in sources for claim in source(lesson)]
