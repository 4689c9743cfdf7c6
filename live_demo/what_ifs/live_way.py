"""The way `live`: the lab as written, one of its what-ifs, or Diagnose, as the address asks for it."""

from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from lessons.identity import find_learner
from lessons.models import Learner, Lesson
from live_demo.lab import all_labs
from live_demo.lab_settings import lab_settings
from live_demo.middleware.server_name import server_name
from live_demo.runs.live_context import live_context
from live_demo.view.panes import panes
from live_demo.what_if_definitions import WhatIf, what_ifs_of
from live_demo.what_ifs.answering import has_answered, names_answered
from live_demo.what_ifs.diagnose import causes_of
from live_demo.what_ifs.diagnose_context import diagnose_context
from live_demo.what_ifs.diff import diff
from live_demo.what_ifs.forms import AnswerForm
from live_demo.what_ifs.recorded import recorded_what_if
from live_demo.what_ifs.related import related_what_ifs


def live_way_context(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    """The context of `ways/live.html`.

    `live_template` shows what ?what_if=NAME or ?diagnose asks for; without either, the lab as written.
    """
    learner = find_learner(request)
    chosen = what_ifs_of(lesson.lab).get(request.GET.get("what_if", ""))
    diagnosing = "diagnose" in request.GET and bool(causes_of(lesson))
    choices = _choices(lesson, learner) | {"chosen": chosen, "diagnosing": diagnosing}
    if chosen:
        return choices | _what_if(request, lesson, learner, chosen)
    return choices | (diagnose_context(lesson, learner) if diagnosing else _as_written(request, lesson))


def _choices(lesson: Lesson, learner: Learner | None) -> dict[str, Any]:
    """All what-ifs of the lesson's lab by their groups, and the names of those that the learner answered."""
    groups: dict[str, list[WhatIf]] = {}
    for what_if in what_ifs_of(lesson.lab).values():
        groups.setdefault(what_if.group, []).append(what_if)
    return {
        "groups": groups,
        "what_if_count": sum(map(len, groups.values())),
        "answered": names_answered(learner.pk, lesson.pk) if learner else set(),
        "has_mysteries": bool(causes_of(lesson)),
    }


def _as_written(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    return {
        "live_template": "live_demo/what_ifs/_as_written.html",
        "related": related_what_ifs(lesson, request.user),
        **live_context(lesson),
    }


def _what_if(
    request: HttpRequest, lesson: Lesson, learner: Learner | None, what_if: WhatIf
) -> dict[str, Any]:
    """The lab as this what-if runs it: the difference, the question, and the panes of its run.

    A learner who has answered it gets no form, unless the address says ?again.
    """
    prefetch_related_objects([lesson], "steps", "variables")
    lab = what_if.lab_of(lesson.lab)
    again = "again" in request.GET
    is_free = learner is not None and not again and has_answered(learner.pk, lesson.pk, what_if)
    return {
        "live_template": "live_demo/what_ifs/_live.html",
        "what_if": what_if,
        "lab": lab,
        "diff": diff(all_labs()[lesson.lab].source, lab.source),
        "panes": panes(lesson, [], lab),
        "can_cut": lab_settings(lesson.lab).cut or what_if.does.cuts,
        "form": None if is_free else AnswerForm(what_if),
        "server": server_name(),
        "limits": settings.LIVE_DEMO,
        "recorded": recorded_what_if(lesson, what_if),
        "show_recorded": "recorded" in request.GET,
    }
