"""The right answer to a question, and why, for whoever may be told."""

from quizzes.grading import AnswerError, grade
from quizzes.models import Question
from quizzes.sheet import graded

KEPT = "This question does not tell its answer. Its proof is on the lesson's page."


def right_answer(question: Question) -> str:
    """In Markdown, of a question of any type."""
    if question.reveal == Question.Reveal.NEVER:
        return KEPT
    seen = graded(question)
    try:
        found = grade(seen, question.type.right(seen))
    except AnswerError:
        return KEPT
    texts = {choice.key: choice.text for choice in seen.choices} if question.type.shows_choices else {}
    keys = found.choice if isinstance(found.choice, list) else [found.choice]
    lines = [f"**{texts[key]}**" if key in texts else f"`{key}`" for key in keys]
    return "\n\n".join([*lines, found.feedback])
