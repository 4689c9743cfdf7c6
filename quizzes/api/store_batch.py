"""Store the sheets of many learners in one call, each with a verdict of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from ninja import Router

from lessons.models import Lesson
from quizzes.api.access import client_of, may_grade
from quizzes.api.attempt_schema import StoreBatchIn, StoreBatchOut, StoredSheetIn, StoredSheetOut
from quizzes.api.attempt_shapes import Markers, attempt_out
from quizzes.api.attempts import STORE
from quizzes.api.backfill import backfill
from quizzes.api.changes import Changes
from quizzes.api.grading import GradedSheet, grade_in_batch
from quizzes.api.idempotency import REQUIRED_KEY, once
from quizzes.api.marker import Marker
from quizzes.api.models import ApiAttempt, ApiLearner
from quizzes.api.problems import Fault, ProblemError
from quizzes.api.reading import find_lesson
from quizzes.api.schema import PathSlug
from quizzes.api.storing import Entry, add, known_learners, learners_named, open_attempts, start

router = Router(auth=may_grade, tags=["attempts"])


@router.post(
    "/quizzes/{track}/{lesson}/store-batch",
    response={200: StoreBatchOut, **STORE},
    summary="Store many sheets",
)
def store_batch(
    request: HttpRequest,
    track: PathSlug,
    lesson: PathSlug,
    batch: StoreBatchIn,
    idempotency_key: str = REQUIRED_KEY,
) -> HttpResponse:
    """Store the sheets of up to 200 learners, each graded on its own.

    A sheet goes to the learner's open attempt, or to a new one, which is then finished (unless `finish` is
    false). A sheet with a question that the attempt has a response to is refused. Repeated with the same
    `Idempotency-Key`, the call stores nothing more.
    """
    found = find_lesson(track, lesson)
    names = {each.learner for each in batch.sheets}
    backfill(client_of(request), lesson=found, finished_at=None, learner__api_learner__external_id__in=names)

    def work(changes: Changes) -> tuple[StoreBatchOut, Iterable[ApiLearner]]:
        verdicts = _verdicts(request, changes, found, batch.sheets)
        _give_places(changes, found, [each for each in verdicts if each.graded.grades])
        accepted = [each for each in verdicts if each.learner]
        add(changes, [each.entry(finish=batch.finish) for each in accepted])
        shown = [each.shown(request) for each in verdicts]
        answer = StoreBatchOut.model_construct(
            track=track,
            lesson=lesson,
            stored=len(accepted),
            refused=len(shown) - len(accepted),
            sheets=shown,
        )
        return answer, known_learners(changes.client, names).values()

    return once(request, idempotency_key, 200, work)


@dataclass
class _Verdict:
    """What becomes of one sheet. `attempt` is where it goes; `learner` is None for one that is refused."""

    name: str
    marker: Marker
    graded: GradedSheet
    attempt: ApiAttempt | None
    answered: set[str]
    learner: ApiLearner | None = None

    def entry(self, *, finish: bool) -> Entry:
        assert self.learner
        assert self.attempt
        return Entry(self.attempt, self.learner, self.graded.grades, finishes=finish)

    def shown(self, request: HttpRequest) -> StoredSheetOut:
        answered = self.answered | {each.question for each in self.graded.grades}
        attempt = self.attempt and attempt_out(request, self.attempt, self.name, self.marker, answered)
        problem = self.graded.problem and self.graded.problem.problem
        grade = None if problem else self.marker.marks(self.graded.marked)
        return StoredSheetOut.model_construct(
            learner=self.name, attempt=attempt, grade=grade, problem=problem
        )


def _verdicts(
    request: HttpRequest, changes: Changes, lesson: Lesson, sheets: Sequence[StoredSheetIn]
) -> list[_Verdict]:
    """The verdicts on all sheets. Each is graded by the version of the quiz with which its attempt began."""
    known = known_learners(changes.client, {each.learner for each in sheets})
    there = open_attempts(lesson, known.values())
    now, markers, seen = Marker(request, lesson), Markers(request), set[str]()
    found = []
    for sheet in sheets:
        learner = known.get(sheet.learner)
        attempt = there.get(learner.learner_id) if learner else None
        marker = markers.of(attempt) if attempt else now
        stored = {each.question.key for each in attempt.attempt.responses.all()} if attempt else set()
        graded = grade_in_batch(marker, sheet.learner, sheet.answers, seen, called="learner")
        if again := [each.question for each in graded.grades if each.question in stored]:
            graded = GradedSheet(problem=_answered_already(again))
        found.append(_Verdict(sheet.learner, marker, graded, attempt, stored))
    return found


def _give_places(changes: Changes, lesson: Lesson, accepted: Sequence[_Verdict]) -> None:
    """Give each accepted sheet its learner and its attempt, new ones where there is none."""
    learners = learners_named(changes.client, [each.name for each in accepted])
    new = [each for each in accepted if each.attempt is None]
    made = start(changes, lesson, [learners[each.name] for each in new])
    for verdict, attempt in zip(new, made, strict=True):
        verdict.attempt = attempt
    for verdict in accepted:
        verdict.learner = learners[verdict.name]


def _answered_already(questions: Sequence[str]) -> ProblemError:
    faults = [Fault(field=f"answers.{key}", reason="answered already") for key in questions]
    reason = "Nothing of this sheet was stored. The attempt already has a response to these questions."
    return ProblemError("answered-already", reason, faults)
