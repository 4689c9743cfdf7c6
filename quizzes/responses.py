"""The responses of an attempt: which there are, which are final, and for which try a form was made."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404

from lessons.models import Learner, Lesson
from quizzes.attempt_models import Attempt, Response
from quizzes.kinds.answers import AnswerError
from quizzes.question_models import Question
from quizzes.questions import is_outdated, questions_in, questions_of
from quizzes.stored_answer_key import answer_key
from quizzes.stored_attempt import latest_attempt, stored_responses


class Responses(dict[int, Response]):
    """The responses of one attempt: {question id: response}.

    `questions` are those of the attempt, in the quiz's order. `attempt_number` counts the learner's attempts
    at the lesson, from 1. `is_outdated` is whether the quiz has changed since the attempt began. `seed` is
    that of the attempt.
    """

    def __init__(self, questions: Iterable[Question], responses: Iterable[Response] = ()) -> None:
        super().__init__({each.question_id: each for each in responses})
        self.questions = list(questions)
        self.attempt_number = 1
        self.is_outdated = False
        self.seed = 0

    def find(self, question: Question) -> Question:
        """`question` as the attempt has it. Raises `Http404` where the attempt does not ask it."""
        found = next((each for each in self.questions if each.pk == question.pk), None)
        if found is None:
            raise Http404("Your attempt at this quiz does not have this question.")
        return found

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


def latest_responses(lesson: Lesson, learner: Learner | None, *, seed: int = 0) -> Responses:
    """The responses of the learner's latest attempt at the lesson; `seed` is that of one yet to begin."""
    attempt = latest_attempt(learner, lesson) if learner else None
    return responses_in(attempt) if attempt else no_responses(lesson, seed)


def no_responses(lesson: Lesson, seed: int) -> Responses:
    """The responses at the beginning of an attempt: none."""
    responses = Responses(questions_of(lesson))
    responses.seed = seed
    return responses


def responses_in(attempt: Attempt) -> Responses:
    """The responses of a `latest_attempt`. Before the first one it asks what the quiz asks now."""
    stored = stored_responses(attempt)
    has_begun = bool(stored or attempt.finished_at)
    questions = questions_in(attempt) if has_begun else questions_of(attempt.lesson)
    responses = Responses(questions, stored)
    responses.is_outdated = has_begun and is_outdated(attempt)
    responses.attempt_number, responses.seed = attempt.number, attempt.seed
    return responses
