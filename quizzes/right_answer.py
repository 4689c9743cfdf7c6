"""The right answer to a question with its reason, as text."""

from quizzes.grading import grade
from quizzes.kinds.answers import AnswerError
from quizzes.question_models import Question
from quizzes.stored_answer_key import answer_key

NOT_SHOWN = "The answer to this question is not shown. The proof is on the lesson's page."


def right_answer(question: Question) -> str:
    """The right answer and its feedback, in Markdown; `NOT_SHOWN` where learners may not see it."""
    if question.reveal == Question.Reveal.NEVER:
        return NOT_SHOWN
    key = answer_key(question)
    try:
        found = grade(key, question.type.right(key))
    except AnswerError:
        return NOT_SHOWN
    texts = {choice.key: choice.text for choice in key.choices} if question.type.shows_choices else {}
    parts = found.choice if isinstance(found.choice, list) else [found.choice]
    matches = question.matches
    texts |= {f"{row}.{number}": f"{texts[row]} → {text}" for row in list(texts) for number, text in matches}
    lines = [f"**{texts[part]}**" if part in texts else f"`{part}`" for part in parts]
    return "\n\n".join([*lines, found.feedback])
