"""The answer of the learner who reported a question, in words for an instructor."""

from lessons.markdown import plain
from quizzes.attempt_models import Response
from quizzes.kinds.answers import Answer
from quizzes.question_models import Question
from quizzes.questions import questions_in
from quizzes.reports.models import Report


def answer_given(report: Report) -> str:
    """The latest answer, with the texts of the options as the learner read them; empty where none is kept."""
    answers = Response.objects.filter(attempt__learner=report.learner_id, question=report.question_id)
    latest = answers.select_related("attempt__version", "attempt__lesson").order_by("-attempt__started_at")
    response = latest.filter(answer__isnull=False).first()
    if response is None or response.answer is None:
        return ""
    asked = questions_in(response.attempt)
    question = next((each for each in asked if each.pk == report.question_id), report.question)
    return _in_words(question, response.answer)


def _in_words(question: Question, answer: Answer) -> str:
    """'json.dumps() → bytes, json.loads() → text'; a typed answer as it is."""
    if isinstance(answer, str) and not question.type.shows_choices:
        return answer
    texts = {choice.key: plain(choice.text) for choice in question.choices.all()}
    matches = dict(question.matches)
    parts = []
    for each in [answer] if isinstance(answer, str) else answer:
        key, dot, number = each.partition(".")
        parts.append(f"{texts.get(key, key)} → {matches.get(number, number)}" if dot else texts.get(key, key))
    return ", ".join(parts)
