"""Give attempts the shapes that the API sends."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from quizzes.api.answers import answer_of
from quizzes.api.attempt_schema import AttemptOut, AttemptResultsOut, ResultOut
from quizzes.api.marker import Marker
from quizzes.api.models import ApiAttempt, ApiLearner
from quizzes.api.storing import attempts_of
from quizzes.attempt_models import Response


class Markers(dict[tuple[int, int | None], Marker]):
    """{(lesson's id, id of the version of its quiz): marker}, made when it is first asked for."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.request = request

    def of(self, attempt: ApiAttempt) -> Marker:
        quiz = (attempt.attempt.lesson_id, attempt.attempt.version_id)
        if quiz not in self:
            self[quiz] = Marker(self.request, attempt.attempt.lesson, attempt.attempt)
        return self[quiz]


def attempt_out(
    request: HttpRequest, attempt: ApiAttempt, learner: str, marker: Marker, answered: set[str]
) -> AttemptOut:
    """An attempt without its results. `answered` are the keys of its questions with a response."""
    return AttemptOut(**_fields(request, attempt, learner, marker, answered))


def state_of(request: HttpRequest, attempt: ApiAttempt, learner: ApiLearner) -> AttemptOut:
    """An attempt as it is stored now, without its results."""
    stored = attempts_of(learner.client).get(pk=attempt.pk)
    return attempt_out(request, stored, learner.external_id, Markers(request).of(stored), _answered(stored))


def results_out(request: HttpRequest, attempt: Any, markers: Markers) -> AttemptResultsOut:
    """The shape of an attempt out of `attempts_of`, with its results."""
    marker, is_finished = markers.of(attempt), attempt.attempt.finished_at is not None
    closed = [each for each in attempt.attempt.responses.all() if each.credit is not None]
    results = [
        _result(marker, response, is_finished=is_finished) for response in sorted(closed, key=marker.place_of)
    ]
    fields = _fields(request, attempt, attempt.learner_name, marker, _answered(attempt))
    return AttemptResultsOut(score=sum(each.credit for each in results), responses=results, **fields)


def _answered(attempt: ApiAttempt) -> set[str]:
    return {each.question.key for each in attempt.attempt.responses.all()}


def _fields(
    request: HttpRequest, attempt: ApiAttempt, learner: str, marker: Marker, answered: set[str]
) -> dict[str, Any]:
    in_order = [key.question for key in marker.answer_keys if key.question in answered]
    return {
        "id": attempt.public_id,
        "url": request.build_absolute_uri(reverse("api-v1:one_attempt", args=[attempt.public_id])),
        "learner": learner,
        "track": attempt.attempt.lesson.track.slug,
        "lesson": attempt.attempt.lesson.slug,
        "started_at": attempt.attempt.started_at,
        "finished_at": attempt.attempt.finished_at,
        "total": len(marker.answer_keys),
        "answered": in_order + sorted(answered.difference(in_order)),
    }


def _result(marker: Marker, response: Response, *, is_finished: bool) -> ResultOut:
    assert response.credit is not None
    assert response.answered_at
    found = marker.grade_of(response, is_finished=is_finished)
    return ResultOut(
        question=response.question.key,
        answer=answer_of(response),
        correct=response.credit == 1,
        credit=response.credit,
        answered_at=response.answered_at,
        right_choice=found.right_choice if found else "",
        right_feedback=found.right_feedback if found else "",
        proof=found.proof if found else "",
        proof_url=found.proof_url if found else "",
    )
