"""What a question type is, and what it sees of a question. Pure: no database, no clock."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any, ClassVar

from django import forms

from lessons.plugin import RecordedValue

type Answer = str | list[str]
"""Keys of choices, or a text: "a", ["a", "c"], "1006". What the database and the API hold."""

LONGEST = 200
"""Characters of an answer that is typed."""
_NO_TEXT = re.compile(r"[\x00-\x1f\ud800-\udfff]")
"""Control characters and lone surrogates, which a database does not take."""


@dataclass(frozen=True, slots=True)
class GradedChoice:
    """A choice as grading needs it: `key` names it within its question.

    `feedback` (to whoever takes it) and `missed` (to whoever wrongly leaves it out) are Markdown.
    """

    key: str
    is_right: bool
    feedback: str
    text: str = ""
    missed: str = ""

    @property
    def why_right(self) -> str:
        return self.missed or self.feedback


@dataclass(frozen=True, slots=True)
class GradedQuestion:
    """A question as grading needs it, and the pointer to its proof, such as 'step 2'.

    `expects` is what its type needs beyond the choices, `recorded` the value that a run has proven.
    """

    key: str
    choices: Sequence[GradedChoice]
    proof: str
    kind: str = "single"
    expects: Mapping[str, Any] = field(default_factory=dict)
    reveal: str = "closed"
    recorded: RecordedValue | None = None

    @property
    def right_choices(self) -> list[GradedChoice]:
        return [choice for choice in self.choices if choice.is_right]


@dataclass(frozen=True, slots=True)
class Mark:
    """`credit` is 0.0 to 1.0. `told` is feedback on what was answered, `missed` on what was left out."""

    credit: float
    correct: bool
    told: list[str]
    missed: list[str]


@dataclass(frozen=True, slots=True)
class Interaction:
    """A question as xAPI has it: its `type`, and `correct`, the patterns of right responses.

    Source: xAPI 1.0.3, part 2, 'Interaction Activities' and 'Response Patterns'.
    """

    type: str
    correct: list[str]


class AnswerError(ValueError):
    """What came is no answer: `words` say so to a learner, `str()` to a program."""

    def __init__(self, question: str, words: str) -> None:
        super().__init__(f"question '{question}': {words}")
        self.words = words


class UnknownChoiceError(AnswerError):
    """The answer names a choice that the question does not have."""

    def __init__(self, question: str, choice: str, known: Sequence[str]) -> None:
        super().__init__(question, "This question has no such option. Choose one of those below.")
        named = f"{choice[:50]}…" if len(choice) > 50 else choice
        self.args = (f"question '{question}' has no choice '{named}'; it has {', '.join(known)}",)


class Kind(ABC):
    """A question type. `quizzes/kinds/<name>.html` is its verdict; the partial `field` in it asks."""

    name: ClassVar[str]
    title: ClassVar[str]
    least_choices: ClassVar[int] = 2
    how_to_answer: ClassVar[str]
    """What a program sends as an answer, in Markdown; `example_answer` is such a one, as JSON."""

    example_answer: ClassVar[str]
    shows_choices: ClassVar[bool] = True
    """Whether a learner sees the choices before the answer. Else they hold the key, and stay here."""

    takes_options: ClassVar[bool] = True
    """Whether an answer takes some of the choices. Else item analysis counts it as a whole, as one text."""

    @property
    def template(self) -> str:
        return f"quizzes/kinds/{self.name}.html"

    @abstractmethod
    def parse(self, question: GradedQuestion, raw: object) -> Answer:
        """What came from a form or as JSON, as an answer. Raises `AnswerError`."""

    @abstractmethod
    def mark(self, question: GradedQuestion, answer: Answer) -> Mark:
        """Mark a parsed answer."""

    @abstractmethod
    def right(self, question: GradedQuestion) -> Answer:
        """The right answer."""

    @abstractmethod
    def field(self, options: list[tuple[str, str]]) -> forms.Field:
        """The form field that asks; `options` are the choices' keys and texts."""

    def arrange(self, answer: Sequence[str], move: str) -> list[str]:
        """`answer` after a button of the field was pressed that answers nothing yet."""
        return list(answer)

    def untouched(self, answer: Answer, tried: Answer | None, keys: Sequence[str]) -> str:
        """What to say to whoever sends the field as the page had shown it; empty where that is an answer.

        `tried` is the latest try, `keys` are the choices as they stand at first.
        """
        return ""

    def cell(self, expects: Mapping[str, Any]) -> tuple[str, int | None] | None:
        """The variable, and the step after which (None: the start), whose recorded value `mark` needs."""
        return None

    def form(self, expects: Mapping[str, Any]) -> str | None:
        """What is to be typed, for a program that asks; None where the type says it all."""
        return None

    def interaction(self, question: GradedQuestion) -> Interaction:
        """The question for xAPI statements."""
        return Interaction("choice", [self.response(question, self.right(question))])

    def response(self, question: GradedQuestion, answer: Answer) -> str:
        """An answer as an xAPI statement writes it."""
        return answer if isinstance(answer, str) else "[,]".join(answer)

    def taken(self, answer: Answer) -> list[str]:
        """What item analysis counts of an answer: each option, or one text."""
        if self.takes_options:
            return answer if isinstance(answer, list) else [answer]
        return ["".join(answer)]

    def told(self, taken: str) -> Answer:
        """The answer that was counted as this one text."""
        return taken

    def choices_fault(self, choices: Sequence[GradedChoice]) -> str:
        """What is wrong with the choices that an author has written; empty where nothing is."""
        return ""

    def expects_example(self, expects: Mapping[str, Any], choices: Sequence[GradedChoice]) -> dict[str, Any]:
        """What could stand there instead of `expects`, where its form is wrong and the words need help."""
        return {}

    def expects_fault(self, expects: Mapping[str, Any], choices: Sequence[GradedChoice]) -> str:
        """The same of `expects`, which most types do not have."""
        return f"a question of type '{self.name}' expects nothing beyond its choices" if expects else ""


def known_keys(question: GradedQuestion, raw: object) -> list[str]:
    """`raw` as keys of choices, each once. Raises `AnswerError`."""
    known = [choice.key for choice in question.choices]
    if not isinstance(raw, list):
        raise AnswerError(question.key, 'Send a list of options, such as ["a", "c"], not a single one.')
    for key in raw:
        if key not in known:
            raise UnknownChoiceError(question.key, str(key), known)
    if len(set(raw)) < len(raw):
        raise AnswerError(question.key, "An option is there twice. Send each once.")
    return raw


def typed(question: GradedQuestion, raw: object) -> str:
    """`raw` as the text that a learner typed; a number of JSON as its digits. Raises `AnswerError`."""
    if raw is None or raw == "":
        raise AnswerError(question.key, "Write your answer first.")
    if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) != inf:
        raw = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
    if not isinstance(raw, str):
        raise AnswerError(question.key, "Send the answer as a text or a number.")
    if len(raw) > LONGEST:
        raise AnswerError(question.key, f"Write at most {LONGEST} characters.")
    if not (text := raw.strip()):
        raise AnswerError(question.key, "Write your answer first.")
    if _NO_TEXT.search(text):
        raise AnswerError(question.key, "Write your answer in one line of plain characters.")
    return text


def in_exact_case(text: str) -> str:
    """The xAPI pattern of a typed answer that counts to the letter."""
    return f"{{case_matters=true}}{text}"


def text_field() -> forms.Field:
    """One line, typed as it is, without a browser's corrections."""
    attrs = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "literal"}
    return forms.Field(required=False, widget=forms.TextInput(attrs={**attrs, "maxlength": LONGEST}))
