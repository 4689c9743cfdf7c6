"""What a learner answered before the run of a what-if: graded once, when the run is over."""

from uuid import UUID

from django.utils import timezone

from live_demo.runs.models import PastRuns, Run
from live_demo.trace.stored import storable
from live_demo.what_if_definitions import WhatIf, what_ifs_of
from live_demo.what_ifs.browser_report import BrowserReport
from live_demo.what_ifs.grading import Grade, grade
from live_demo.what_ifs.models import WhatIfAnswer
from live_demo.what_ifs.observations import Item, items_of


def has_answered(learner_id: UUID, lesson_id: int, what_if: WhatIf) -> bool:
    """Whether a run of this what-if has graded this learner before. From then on no answer is asked for."""
    return what_if.name in names_answered(learner_id, lesson_id)


def items_in(run: Run, what_if: WhatIf, report: BrowserReport | None) -> dict[str, Item]:
    """The items of the stored run of `what_if`, by their names."""
    return items_of(what_if, run.points, report)


def grade_run(run: Run, what_if: WhatIf, report: BrowserReport) -> list[Grade]:
    """Grade the answers that were given before `run`, which has ended. A second call changes nothing.

    Returns the stored grades, none where the learner had tried things out without an answer.
    """
    answer = WhatIfAnswer.objects.filter(run=run).first()
    if answer is None:
        return []
    if answer.graded_at is None:
        grades = grade(what_if, answer.answers, items_in(run, what_if, report))
        WhatIfAnswer.objects.filter(pk=answer.pk, graded_at=None).update(
            report=storable(report.model_dump()),
            grades=[each.as_json() for each in grades],
            graded_at=timezone.now(),
            score=sum(each.verdict == "right" for each in grades),
            total=sum(each.verdict != "unmeasured" for each in grades),
        )
        answer.refresh_from_db()
    return [Grade(**each) for each in answer.grades]


def names_answered(learner_id: UUID, lesson_id: int) -> set[str]:
    """The names of the what-ifs of the lesson that a run has graded for this learner."""
    graded = WhatIfAnswer.objects.exclude(graded_at=None)
    stored = graded.filter(run__learner=learner_id, run__lesson=lesson_id)
    past = PastRuns.objects.filter(learner=learner_id, lesson=lesson_id, is_answered=True)
    return {*stored.values_list("run__what_if", flat=True), *past.values_list("what_if", flat=True)}


def next_unanswered(run: Run, what_if: WhatIf) -> WhatIf | None:
    """The next what-if of the lab after `what_if`, in a circle, that this learner has not answered yet."""
    all_of_them = list(what_ifs_of(run.lesson.lab).values())
    start = all_of_them.index(what_if) + 1
    answered = names_answered(run.learner_id, run.lesson_id) | {what_if.name}
    return next(
        (each for each in all_of_them[start:] + all_of_them[:start] if each.name not in answered), None
    )
