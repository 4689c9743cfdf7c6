"""The feedback on an answer: paragraphs, each with the choices that it is about. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lessons.markdown import plain
from quizzes.grading import Grade
from quizzes.kinds import kinds
from quizzes.kinds.answer_key import AnswerKey, KeyChoice


@dataclass(frozen=True, slots=True)
class Feedback:
    """A paragraph: `text` is Markdown, `about` names its choices; it is '' for the whole answer."""

    text: str
    about: str = ""


def feedback_on(key: AnswerKey, grade: Grade, *, revealed: bool) -> list[Feedback]:
    """The feedback on `grade`, and if `revealed`, on the choices of the right answer that are missing.

    No text is repeated. `about` is empty where all paragraphs are about one chosen option.
    """
    kind = kinds[key.kind]
    if explained := kind.explained(key, grade.choice):
        return _together(_of_rows(key, grade, explained, revealed))
    if not kind.chooses_options:
        texts = [grade.feedback, grade.right_feedback if revealed and not grade.correct else ""]
        return [Feedback(text) for text in texts if text]
    found = _together(_of_options(key, grade, revealed))
    named = {paragraph.about for paragraph in found if paragraph.about}
    return found if len(named) > 1 else [Feedback(paragraph.text) for paragraph in found]


def _together(pairs: Iterable[tuple[str, str]]) -> list[Feedback]:
    """Each (text, what it is about) with all that it is about."""
    by_text: dict[str, list[str]] = {}
    for text, about in pairs:
        if text and about not in by_text.setdefault(text, []):
            by_text[text].append(about)
    return [Feedback(text, ", ".join(filter(None, about))) for text, about in by_text.items()]


def _of_rows(
    key: AnswerKey, grade: Grade, explained: Sequence[KeyChoice], revealed: bool
) -> Iterator[tuple[str, str]]:
    """(text, what it is about): how many rows are right, then why each of them stands where it does."""
    if not grade.correct:
        yield grade.feedback, ""
    if grade.correct or revealed:
        for choice in explained:
            yield choice.why_right, plain(choice.text)
        yield key.general_feedback, ""


def _of_options(key: AnswerKey, grade: Grade, revealed: bool) -> Iterator[tuple[str, str]]:
    """(text, what it is about) of each chosen option, then of each right one that was left out."""
    for choice in key.choices:
        if choice.key in grade.choice:
            yield choice.feedback, plain(choice.text)
    if revealed and not grade.correct:
        for choice in key.right_choices:
            if choice.key not in grade.choice:
                yield choice.why_right, plain(choice.text)
    if grade.correct or revealed:
        yield key.general_feedback, ""
