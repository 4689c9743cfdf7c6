"""The attempts of a learner at the quizzes of a track, as staff see them."""

from collections.abc import Iterator

from lessons.models import Learner, Track
from lessons.plugin import MAX_PATH, PathEntry
from quizzes.attempt_models import Attempt, Response


def attempts_in(learner: Learner, track: Track) -> Iterator[PathEntry]:
    """The latest attempts with what was earned, question by question. The number of queries is fixed."""
    attempts = Attempt.objects.filter(learner=learner, lesson__track=track).with_total()
    attempts = attempts.select_related("lesson").prefetch_related("responses__question")
    for attempt in attempts.order_by("-started_at")[:MAX_PATH]:
        responses = sorted(attempt.responses.all(), key=lambda each: each.question.number)
        earned = sum(each.credit or 0 for each in responses)
        last = max((each.answered_at for each in responses if each.answered_at), default=None)
        end = attempt.finished_at or last
        points = f"{earned:.3g} of {attempt.total}"  # type: ignore[attr-defined]  # annotated
        yield PathEntry(
            lesson=attempt.lesson.title,
            what="Quiz",
            at=attempt.started_at,
            outcome=f"{points} points{'' if attempt.finished_at else ', not finished'}",
            seconds=(end - attempt.started_at).total_seconds() if end else None,
            details=[_detail(each) for each in responses],
        )


def _detail(response: Response) -> str:
    """A response in words, such as 'close-code: 70%, 2 tries, 1 hint, guessing'."""
    credit = "open" if response.credit is None else f"{100 * response.credit:.3g}%"
    tries, hints = response.tries, response.hints_used
    parts = [credit, f"{tries} {'try' if tries == 1 else 'tries'}"]
    parts += [f"{hints} hint{'' if hints == 1 else 's'}"] if hints else []
    parts += [response.get_confidence_display().lower()] if response.confidence else []
    return f"{response.question.key}: {', '.join(parts)}"
