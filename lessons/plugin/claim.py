"""A claim: what a lesson says of its run, so that a run can prove or contradict it."""

from dataclasses import dataclass

from lessons.plugin.content import Key


@dataclass(frozen=True, slots=True)
class Claim:
    """One option of a question.

    `where` names it for an author: "question 'close', option a". `question` and `text` are Markdown.
    `proof` is a pointer, such as 'step 2'. `holds` is whether the lesson says that the option is true.
    `key` is where the option stands in the lesson folder.
    """

    where: str
    question: str
    text: str
    proof: str
    holds: bool
    key: Key = ()
