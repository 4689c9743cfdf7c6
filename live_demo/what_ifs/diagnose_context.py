"""What Diagnose shows: a mystery to take, to run and to name, or the one that was solved last."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects

from lessons.models import Learner, Lesson
from live_demo.lab import all_labs
from live_demo.lab_settings import lab_settings
from live_demo.middleware.server_name import server_name
from live_demo.runs.list import run_lines
from live_demo.runs.models import Run
from live_demo.view.masking import hidden_lab
from live_demo.view.panes import panes
from live_demo.what_if_definitions import WhatIf, what_ifs_of
from live_demo.what_ifs.diagnose import causes_of, last_solved, open_mystery, solved_names, wrong_titles
from live_demo.what_ifs.diff import diff
from live_demo.what_ifs.models import Diagnosis
from live_demo.what_ifs.recorded import reasons

MAX_LISTED_RUNS = 8


def diagnose_context(lesson: Lesson, learner: Learner | None) -> dict[str, Any]:
    """The context of `live_demo/what_ifs/_diagnose.html`."""
    prefetch_related_objects([lesson], "steps", "variables")
    causes = causes_of(lesson)
    mystery = open_mystery(learner, lesson) if learner else None
    solved = last_solved(learner, lesson) if learner and not mystery else None
    shown = {
        "live_template": "live_demo/what_ifs/_diagnose.html",
        "causes": causes.values(),
        "mystery": mystery,
        "wrong": wrong_titles(mystery) if mystery else [],
        "solved": solved,
        "found": len(solved_names(learner, lesson) & causes.keys()) if learner else 0,
        "runs": run_lines(_runs_of(mystery or solved)),
        "server": server_name(),
        "limits": settings.LIVE_DEMO,
        "can_cut": lab_settings(lesson.lab).cut,
        "paths": _paths(lesson),
    }
    if mystery:
        return shown | {"panes": panes(lesson, [], hidden_lab(all_labs()[lesson.lab]))}
    return shown | (_solution(lesson, causes[solved.what_if]) if solved and solved.what_if in causes else {})


def _paths(lesson: Lesson) -> list[str]:
    """The paths of the lesson and of every what-if that can be a mystery, without repetition."""
    others = [path for each in what_ifs_of(lesson.lab).values() if each.mystery for path in each.does.paths]
    return list(dict.fromkeys([*lesson.browser_side.paths, *others]))


def _runs_of(mystery: Diagnosis | None) -> Sequence[Run]:
    if mystery is None:
        return []
    return list(Run.objects.with_record().filter(diagnosis=mystery)[:MAX_LISTED_RUNS])


def _solution(lesson: Lesson, what_if: WhatIf) -> dict[str, Any]:
    """The code of a solved mystery, and why it does what it does."""
    lab = what_if.lab_of(lesson.lab)
    return {
        "what_if": what_if,
        "lab": lab,
        "diff": diff(all_labs()[lesson.lab].source, lab.source),
        "reasons": reasons(lesson, what_if),
    }
