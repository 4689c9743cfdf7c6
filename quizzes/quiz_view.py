"""The quiz of a lesson as a learner sees it: every question, and the score."""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.grading import is_part, score_words
from quizzes.question_models import Question
from quizzes.quiz_item import QuizItem
from quizzes.responses import Responses


@dataclass(frozen=True)
class QuizView:
    """The items of one attempt, in the quiz's order."""

    items: list[QuizItem]
    is_outdated: bool = False

    @classmethod
    def of(cls, responses: Responses) -> QuizView:
        """The quiz of an attempt with these responses."""
        questions = responses.questions
        is_finished = all(responses.has_closed(question) for question in questions)
        return cls(
            [
                QuizItem(
                    question,
                    responses.get(question.pk),
                    try_token=responses.try_token(question.pk),
                    seed=responses.seed,
                    is_finished=is_finished,
                )
                for question in questions
            ],
            is_outdated=responses.is_outdated,
        )

    def item_of(self, question: Question) -> QuizItem:
        """The item of a question of this quiz."""
        return next(item for item in self.items if item.question == question)

    @property
    def answered(self) -> int:
        """The number of closed questions."""
        return sum(item.is_closed for item in self.items)

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def is_complete(self) -> bool:
        return self.answered == self.total

    @property
    def earned(self) -> list[float]:
        """The credit of each answer."""
        return [item.response.credit or 0 for item in self.items if item.response]

    @property
    def outcome(self) -> str:
        """The score in words, such as '2 of 3 right'."""
        return score_words(sum(self.earned), self.total, parts=self.has_parts)

    @property
    def percent(self) -> int:
        """The part of all credit that was earned."""
        return round(100 * sum(self.earned) / (self.total or 1))

    @property
    def missed(self) -> list[QuizItem]:
        """The items that did not earn all of their credit."""
        return [item for item in self.items if item.response and (item.response.credit or 0) < 1]

    @property
    def has_parts(self) -> bool:
        """Whether some answer has earned a part of its credit."""
        return any(map(is_part, self.earned))

    @property
    def went_well(self) -> bool:
        """Whether at least half of the credit was earned."""
        return 2 * sum(self.earned) >= self.total

    @property
    def reveals_at_end(self) -> bool:
        """Whether a right answer is shown only when the whole quiz is finished."""
        return any(item.question.reveal == Question.Reveal.FINISHED for item in self.items)
