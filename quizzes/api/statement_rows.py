"""Make the xAPI statements of an attempt from its rows, at the time at which they are stored.

A statement is stored as it is told first: later changes of the quiz, of a setting or of the address that a
call came by do not change it.
"""

import json
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from quizzes.api.answers import answer_of, options_of
from quizzes.api.changes import Changes
from quizzes.api.models import ApiAttempt, ApiLearner, ApiStatement
from quizzes.api.xapi import Answered, AttemptContext, Completed, Json, answered, completed
from quizzes.attempt_models import Response
from quizzes.grading import reveals_key
from quizzes.question_models import Question
from quizzes.questions import questions_of
from quizzes.stored_answer_key import answer_key


def answered_statement(
    changes: Changes, attempt: ApiAttempt, learner: ApiLearner, response: Response, question: Question
) -> ApiStatement:
    """The statement that the learner answered `question`, which is as the attempt asks it.

    It has the right answer if the question reveals it by now.
    """
    assert response.answered_at
    assert response.credit is not None
    kind, key = question.type, answer_key(question)
    interaction = kind.interaction(key)
    is_revealed = reveals_key(question.reveal, is_finished=attempt.attempt.finished_at is not None)
    answer = Answered(
        key=question.key,
        text=question.text,
        interaction=interaction.type,
        options=options_of(question),
        targets=dict(kind.matches(key.expects, key.choices)),
        correct=interaction.correct if is_revealed else [],
        response=kind.response(key, answer_of(response)),
        credit=response.credit,
        at=response.answered_at,
    )
    return _statement(changes, attempt, answered(_context(changes, attempt, learner), answer))


def completed_statement(
    changes: Changes, attempt: ApiAttempt, learner: ApiLearner, score: float
) -> ApiStatement:
    """The statement that the learner finished the attempt with this score."""
    quiz = attempt.attempt
    assert quiz.finished_at
    end = Completed(
        title=quiz.version.title if quiz.version else quiz.lesson.title,
        score=score,
        total=quiz.version.total if quiz.version else len(questions_of(quiz.lesson)),
        took=quiz.finished_at - quiz.started_at,
        at=quiz.finished_at,
    )
    return _statement(changes, attempt, completed(_context(changes, attempt, learner), end))


def _statement(changes: Changes, attempt: ApiAttempt, body: Json) -> ApiStatement:
    return ApiStatement(
        id=UUID(body["id"]),
        attempt=attempt,
        client=changes.client,
        number=changes.next(),
        at=body["timestamp"],
        body=json.dumps(body),
    )


def _context(changes: Changes, attempt: ApiAttempt, learner: ApiLearner) -> AttemptContext:
    lesson, site = attempt.attempt.lesson, settings.PUBLIC_URL
    return AttemptContext(
        home_page=changes.client.home_page or f"{site}/",
        account=learner.external_id,
        learner=learner.learner_id,
        attempt=attempt.attempt_id,
        quiz_url=site + reverse("way", args=[lesson.track.slug, lesson.slug, "quiz"]),
        track_url=site + reverse("track", args=[lesson.track.slug]),
    )
