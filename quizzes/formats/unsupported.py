"""What an instructor is told of questions that have no type here, and how categories are named."""

import re

UNSUPPORTED = {
    "description": "a text that asks nothing: put it into the lesson, or above a question",
    "essay": "an essay: it needs somebody who reads it. Make a short answer of it, or leave it where it is",
    "cloze": "a text with gaps (Cloze): write a question of its own for each gap",
    "multianswer": "a text with gaps (Cloze): write a question of its own for each gap",
    "ddwtos": "words that are dragged into a text: a matching question asks the same",
    "gapselect": "words that are chosen in a text: a matching question asks the same",
    "ddimageortext": "things that are dragged onto a picture: ask for them in words, or by matching",
    "ddmarker": "markers that are dragged onto a picture: ask for them in words",
    "calculated": "a calculated question: write it with fixed numbers, as a question for a number",
    "calculatedsimple": "a calculated question: write it with fixed numbers, as a question for a number",
    "calculatedmulti": "a calculated question: write it with fixed numbers, as a single choice",
    "randomsamatch": "a matching question at random out of others: write it as a matching question",
    "coderunner": "a program that is run: the lesson's challenges do that",
}
"""{Moodle's name of a type: why its questions are left out, and what could be done}"""
_ROOTS = re.compile(r"^(?:\$[a-z]+\$/)?(?:top(?:/|$))?")


def why_unsupported(name: str) -> str:
    """The reason why questions of Moodle's type `name` are left out, and what could be done."""
    return UNSUPPORTED.get(name, f"its type '{name}' is not known here: write it as one of those that are")


def category_path(written: str) -> str:
    """A category without the roots that Moodle writes, such as '$course$/top/'."""
    return _ROOTS.sub("", written.strip()).strip("/ ")
