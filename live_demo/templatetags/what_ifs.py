"""The what-ifs on the page of the way `live`."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.db.models import prefetch_related_objects

from lessons.models import Learner, Lesson
from live_demo.lab import all_labs, lab_settings
from live_demo.middleware.server_name import server_name
from live_demo.runs.list import run_lines
from live_demo.runs.models import Run
from live_demo.view.masking import hidden_lab
from live_demo.view.panes import panes
from live_demo.what_if_definitions import WhatIf, what_ifs_of
from live_demo.what_ifs import related
from live_demo.what_ifs.answering import has_answered, names_answered
from live_demo.what_ifs.diagnose import causes_of, last_solved, open_mystery, solved_names, wrong_titles
from live_demo.what_ifs.diff import diff
from live_demo.what_ifs.forms import AnswerForm
from live_demo.what_ifs.models import Diagnosis
from live_demo.what_ifs.recorded import reasons, recorded_what_if

register = template.Library()


@register.simple_tag(takes_context=True)
def chosen_what_if(context: dict[str, Any], lesson: Lesson) -> WhatIf | None:
    """The what-if that the address asks for; None for the lab as written."""
    return what_ifs_of(lesson.lab).get(context["request"].GET.get("what_if", ""))


@register.simple_tag(takes_context=True)
def is_diagnosing(context: dict[str, Any], lesson: Lesson) -> bool:
    """Whether the address asks for Diagnose."""
    return "diagnose" in context["request"].GET and bool(causes_of(lesson))


@register.inclusion_tag("live_demo/what_ifs/_diagnose.html", takes_context=True)
def diagnose(context: dict[str, Any], lesson: Lesson, learner: Learner | None) -> dict[str, Any]:
    """A mystery to take, to run and name, or the one that has just been solved."""
    prefetch_related_objects([lesson], "steps", "variables")
    causes = causes_of(lesson)
    mystery = open_mystery(learner, lesson) if learner else None
    solved = last_solved(learner, lesson) if learner and not mystery else None
    shown = {
        "lesson": lesson,
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
        "csrf_token": context.get("csrf_token"),
    }
    if mystery:
        return shown | {"panes": panes(lesson, [], hidden_lab(all_labs()[lesson.lab]))}
    return shown | (_solution(lesson, causes[solved.what_if]) if solved and solved.what_if in causes else {})


def _paths(lesson: Lesson) -> list[str]:
    """Where a mystery of the lab can be asked for: the paths of its lesson and of its what-ifs, each once."""
    others = [each.does.path for each in what_ifs_of(lesson.lab).values() if each.mystery and each.does.path]
    return list(dict.fromkeys([*lesson.browser_side.paths, *others]))


def _runs_of(mystery: Diagnosis | None) -> Sequence[Run]:
    if mystery is None:
        return []
    return list(Run.objects.with_record().filter(diagnosis=mystery)[:8])


def _solution(lesson: Lesson, what_if: WhatIf) -> dict[str, Any]:
    """The code of a solved mystery, and why it does what it does."""
    lab = what_if.lab_of(lesson.lab)
    return {
        "what_if": what_if,
        "lab": lab,
        "diff": diff(all_labs()[lesson.lab].source, lab.source),
        "reasons": reasons(lesson, what_if),
    }


@register.inclusion_tag("live_demo/what_ifs/_list.html")
def what_if_list(
    lesson: Lesson, learner: Learner | None, chosen: WhatIf | None, diagnosing: bool
) -> dict[str, Any]:
    """All what-ifs of the lesson's lab, with those marked that the learner has answered."""
    groups: dict[str, list[WhatIf]] = {}
    for what_if in what_ifs_of(lesson.lab).values():
        groups.setdefault(what_if.group, []).append(what_if)
    answered = names_answered(learner.pk, lesson.pk) if learner else set()
    return {
        "lesson": lesson,
        "groups": groups,
        "chosen": chosen,
        "answered": answered,
        "diagnosing": diagnosing,
        "has_mysteries": bool(causes_of(lesson)),
    }


@register.inclusion_tag("live_demo/what_ifs/_elsewhere.html", takes_context=True)
def what_ifs_elsewhere(context: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """The what-ifs of other labs that belong to this lesson's subject."""
    return {"lesson": lesson, "found": related.what_ifs_elsewhere(lesson, context["request"].user)}


@register.inclusion_tag("live_demo/what_ifs/_live.html", takes_context=True)
def what_if_live(
    context: dict[str, Any], lesson: Lesson, learner: Learner | None, what_if: WhatIf
) -> dict[str, Any]:
    """The lab as this what-if runs it: the difference, the question, and the panes of its run."""
    prefetch_related_objects([lesson], "steps", "variables")
    lab = what_if.lab_of(lesson.lab)
    base = all_labs()[lesson.lab]
    again = "again" in context["request"].GET
    is_free = (
        bool(learner) and not again and has_answered(learner.pk, lesson.pk, what_if) if learner else False
    )
    return {
        "lesson": lesson,
        "what_if": what_if,
        "lab": lab,
        "diff": diff(base.source, lab.source),
        "panes": panes(lesson, [], lab),
        "can_cut": lab_settings(lesson.lab).cut or any(step.cut for step in what_if.does.steps),
        "form": None if is_free else AnswerForm(what_if),
        "server": server_name(),
        "limits": settings.LIVE_DEMO,
        "recorded": recorded_what_if(lesson, what_if),
        "show_recorded": "recorded" in context["request"].GET,
        "csrf_token": context.get("csrf_token"),
    }
