"""What is said about an answer, paragraph by paragraph, each with the choices that it is about. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from lessons.markdown import plain
from quizzes.grading import Grade
from quizzes.kinds import kinds
from quizzes.kinds.answer_key import AnswerKey


@dataclass(frozen=True, slots=True)
class Remark:
    """`text` is Markdown. `about` names the choices, as text; it is '' where the whole answer is meant."""

    text: str
    about: str = ""


def remarks(key: AnswerKey, grade: Grade, *, revealed: bool) -> list[Remark]:
    """What the learner reads: of the answer, and with `revealed` of the right one.

    Each text stands once. Where all of it is about one choice, nothing has to be told apart.
    """
    if not kinds[key.kind].chooses_options:
        texts = [grade.feedback, grade.right_feedback if revealed and not grade.correct else ""]
        return [Remark(text) for text in texts if text]
    by_text: dict[str, list[str]] = {}
    for text, about in _of_options(key, grade, revealed):
        if text and about not in by_text.setdefault(text, []):
            by_text[text].append(about)
    found = [Remark(text, ", ".join(filter(None, about))) for text, about in by_text.items()]
    named = {remark.about for remark in found if remark.about}
    return found if len(named) > 1 else [Remark(remark.text) for remark in found]


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
