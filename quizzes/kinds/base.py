"""The interface of a question type. Pure: no database, no clock."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from django import forms

from quizzes.kinds.answer_key import AnswerKey, KeyChoice
from quizzes.kinds.answers import MAX_ANSWER_LENGTH, Answer


@dataclass(frozen=True, slots=True)
class Mark:
    """The result of marking an answer. `credit` is 0.0 to 1.0.

    `feedback` is about what was answered, `missed` about what was wrongly left out: paragraphs of Markdown.
    """

    credit: float
    correct: bool
    feedback: list[str]
    missed: list[str]


@dataclass(frozen=True, slots=True)
class Interaction:
    """A question as xAPI describes it: its interaction type, and the patterns of right responses.

    Source: xAPI 1.0.3, part 2, 'Interaction Activities' and 'Response Patterns'.
    """

    type: str
    correct: list[str]


@dataclass(frozen=True, slots=True)
class ExpectsField:
    """The form field of one key of `Question.expects`, for the author of a question.

    `options` are the values and words of a list to choose from; `default` is a value that means the first of
    them. `form` is the form of a short answer that alone has the field. `list_id` is the id of a list of
    suggestions, which `admin_places.js` fills.
    """

    label: str
    input: Literal["text", "number", "letters", "lines", "checkbox", "select"] = "text"
    options: Sequence[tuple[str, str]] = ()
    default: str = ""
    form: str = ""
    list_id: str = ""


def as_typed(value: Any) -> str:
    """A value of `expects` as its author types it into a field of one line."""
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


class Kind(ABC):
    """A question type: parses and marks answers, builds the form field, and checks what an author writes.

    The template `quizzes/kinds/<name>.html` shows the verdict. Its partial `field` shows the form field.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    min_choices: ClassVar[int] = 2
    how_to_answer: ClassVar[str]
    """Description of the answer that a program sends, in Markdown."""

    example_answer: ClassVar[str]
    """One such answer as JSON."""

    shows_choices: ClassVar[bool] = True
    """Whether learners see the choices before answering. If not, the answer is typed, and they are secret."""

    chooses_options: ClassVar[bool] = False
    """Whether the answer consists of options that the learner has chosen, each with feedback of its own."""

    counts_options: ClassVar[bool] = True
    """Whether item analysis counts each chosen option. If not, it counts the whole answer as one text."""

    has_several_right: ClassVar[bool] = False
    """Whether several options may be right. The verdict then shows 'Partly right', and item analysis says
    which right option is often left out."""

    marked_by: ClassVar[str] = "Right"
    """The heading above the marks of the choices, in the preview of an import."""

    expects_fields: ClassVar[Mapping[str, ExpectsField]] = {}
    """{key of `expects`: its form field in the admin}. No two types may have the same key."""

    @property
    def template(self) -> str:
        return f"quizzes/kinds/{self.name}.html"

    @abstractmethod
    def parse(self, answer_key: AnswerKey, raw: object) -> Answer:
        """The answer in `raw`, which came from a form or as JSON. Raises `AnswerError`."""

    @abstractmethod
    def mark(self, answer_key: AnswerKey, answer: Answer) -> Mark:
        """Mark an answer that `parse` returned."""

    @abstractmethod
    def right(self, answer_key: AnswerKey) -> Answer:
        """The right answer."""

    @abstractmethod
    def field(self, options: list[tuple[str, str]], matches: list[tuple[str, str]]) -> forms.Field:
        """The form field for the answer. `options` are the keys and texts of the choices.

        `matches` are the keys and texts of what `matches` returns.
        """

    def matches(self, expects: Mapping[str, Any], choices: Sequence[KeyChoice]) -> list[tuple[str, str]]:
        """The keys and texts of what learners match with the choices. Empty for the other types."""
        return []

    def arrange(self, answer: Sequence[str], move: str) -> list[str]:
        """`answer` after the button `move` of the field was pressed. Such a button submits no try."""
        return list(answer)

    def unchanged_message(self, answer: Answer, tried: Answer | None, keys: Sequence[str]) -> str:
        """A message for a learner who submits the field as the page showed it.

        Empty where such an answer counts. `tried` is the answer of the latest try, `keys` are the choices
        in their first order.
        """
        return ""

    def explained(self, answer_key: AnswerKey, answer: Answer) -> list[KeyChoice]:
        """The rows that `mark` explains: all of a right answer, otherwise those that are to be put right.

        Empty for types whose choices are not rows.
        """
        return []

    def cell(self, expects: Mapping[str, Any]) -> tuple[str, int | None] | None:
        """The cell of the recorded run that `mark` needs: variable, and step after which (None: the start).

        None for types that need no run.
        """
        return None

    def input_type(self, expects: Mapping[str, Any]) -> str | None:
        """The type of a typed answer, such as 'number', for programs. None for the other types."""
        return None

    def interaction(self, answer_key: AnswerKey) -> Interaction:
        """The question as xAPI statements describe it."""
        return Interaction("choice", [self.response(answer_key, self.right(answer_key))])

    def response(self, answer_key: AnswerKey, answer: Answer) -> str:
        """An answer as xAPI statements write it."""
        return answer if isinstance(answer, str) else "[,]".join(answer)

    def counted_options(self, answer: Answer) -> list[str]:
        """What item analysis counts for an answer: its options, or the whole answer as one text."""
        if self.counts_options:
            return answer if isinstance(answer, list) else [answer]
        return ["".join(answer)]

    def answer_from_count(self, text: str) -> Answer:
        """The answer that `counted_options` turned into this one text."""
        return text

    def choices_fault(self, choices: Sequence[KeyChoice]) -> str:
        """What is wrong with the choices that an author wrote. Empty where nothing is."""
        return ""

    def expects_fault(self, expects: Mapping[str, Any], choices: Sequence[KeyChoice]) -> str:
        """What is wrong with `expects` that an author wrote. Empty where nothing is."""
        return f"a question of type '{self.name}' expects nothing beyond its choices" if expects else ""

    def expects_example(self, expects: Mapping[str, Any], choices: Sequence[KeyChoice]) -> dict[str, Any]:
        """A valid `expects` to show with `expects_fault`. Empty where the fault needs no example."""
        return {}


def percent_fault(choices: Sequence[KeyChoice]) -> str:
    """What is wrong with the credits of single choices. Empty where nothing is."""
    for choice in choices:
        if choice.is_right and not choice.earns_all:
            return f"option {choice.key} is right, so it earns 100 percent: leave its credit empty"
        if not choice.is_right and choice.earns_all:
            return f"option {choice.key} earns everything: mark it as right"
    return ""


def exact_case_pattern(text: str) -> str:
    """The xAPI response pattern of a typed answer in which upper and lower case count."""
    return f"{{case_matters=true}}{text}"


def text_field() -> forms.Field:
    """A one-line field without the browser's corrections."""
    attrs = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "literal"}
    attrs["maxlength"] = str(MAX_ANSWER_LENGTH)
    return forms.Field(required=False, widget=forms.TextInput(attrs=attrs))
