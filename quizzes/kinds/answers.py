"""Answers of learners: their type, and how raw input becomes one. Pure: no database, no clock."""

import re
from collections.abc import Sequence
from math import inf

from quizzes.kinds.answer_key import AnswerKey

type Answer = str | list[str]
"""Keys of choices, or a text: "a", ["a", "c"], "1006". The database and the API hold answers as JSON."""

MAX_ANSWER_LENGTH = 200
"""Characters of a typed answer."""
_NOT_TEXT = re.compile(r"[\x00-\x1f\ud800-\udfff]")
"""Control characters and lone surrogates, which PostgreSQL does not store."""


class AnswerError(ValueError):
    """The input is not an answer to the question. `words` is for learners, `str()` for programs."""

    def __init__(self, question: str, words: str) -> None:
        super().__init__(f"question '{question}': {words}")
        self.words = words


class UnknownChoiceError(AnswerError):
    """The answer names a choice that the question does not have."""

    def __init__(self, question: str, choice: str, known: Sequence[str]) -> None:
        super().__init__(question, "This question does not have this option. Choose one of those below.")
        named = f"{choice[:50]}…" if len(choice) > 50 else choice
        self.args = (f"question '{question}' has no choice '{named}'; it has {', '.join(known)}",)


def known_keys(answer_key: AnswerKey, raw: object) -> list[str]:
    """`raw` as a list of choice keys without duplicates. Raises `AnswerError`."""
    known = [choice.key for choice in answer_key.choices]
    if not isinstance(raw, list):
        raise AnswerError(
            answer_key.question, 'Send a list of options, such as ["a", "c"], not a single one.'
        )
    for key in raw:
        if key not in known:
            raise UnknownChoiceError(answer_key.question, str(key), known)
    if len(set(raw)) < len(raw):
        raise AnswerError(answer_key.question, "An option is there twice. Send each once.")
    return raw


def typed_text(answer_key: AnswerKey, raw: object) -> str:
    """`raw` as the stripped text that a learner typed. A JSON number becomes its digits.

    Raises `AnswerError` unless the text is one line of 1 to `MAX_ANSWER_LENGTH` characters.
    """
    question = answer_key.question
    if raw is None or raw == "":
        raise AnswerError(question, "Write your answer first.")
    if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) != inf:
        raw = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
    if not isinstance(raw, str):
        raise AnswerError(question, "Send the answer as a text or a number.")
    if len(raw) > MAX_ANSWER_LENGTH:
        raise AnswerError(question, f"Write at most {MAX_ANSWER_LENGTH} characters.")
    if not (text := raw.strip()):
        raise AnswerError(question, "Write your answer first.")
    if _NOT_TEXT.search(text):
        raise AnswerError(question, "Write your answer in one line of plain characters.")
    return text
