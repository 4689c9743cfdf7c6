"""The responses of an attempt: which there are, which are final, and for which try a form was made."""

from __future__ import annotations

from lessons.models import Learner, Lesson
from quizzes.answer_key import answer_key
from quizzes.kinds.answers import AnswerError
from quizzes.quiz_models import Attempt, Question, Response


class Responses(dict[int, Response]):
    """The responses of one attempt: {question id: response}.

    `attempt_number` counts the learner's attempts at the lesson, from 1.
    """

    attempt_number: int = 1

    def try_token(self, question_id: int) -> str:
        """Names the next try at a question, so that each try counts once however often it is sent.

        '2-1' stands for the second attempt, after one try at the question.
        """
        response = self.get(question_id)
        return f"{self.attempt_number}-{response.tries if response else 0}"

    def has_closed(self, question: Question) -> bool:
        """Whether the response to the question is final, and still an answer to the question as it is now."""
        response = self.get(question.pk)
        if response is None or not response.is_closed:
            return False
        try:
            question.type.parse(answer_key(question), response.answer)
        except AnswerError:
            return False
        return True


def latest_responses(lesson: Lesson, learner: Learner | None) -> Responses:
    """The responses of the learner's latest attempt at the lesson."""
    attempt = Attempt.objects.filter(lesson=lesson, learner=learner).first() if learner else None
    return responses_in(attempt) if attempt else Responses()


def responses_in(attempt: Attempt) -> Responses:
    """The responses of one attempt."""
    responses = Responses({each.question_id: each for each in Response.objects.filter(attempt=attempt)})
    attempts = Attempt.objects.filter(learner=attempt.learner_id, lesson=attempt.lesson_id)
    responses.attempt_number = attempts.count()
    return responses
