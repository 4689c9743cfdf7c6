"""The live demo, the source of a lab and a recorded run, for pages of other apps."""

from functools import cache
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from lessons.identity import find_learner
from lessons.learner_parts import learner_part
from lessons.models import Lesson
from lessons.prepared import Prepared
from lessons.rendering import rendered
from live_demo.middleware.cut import CUT_REQUEST
from live_demo.runs.list import run_lines
from live_demo.runs.live_context import recording_context
from live_demo.runs.models import Recording, Run
from live_demo.runs.public import frame_html
from live_demo.view.excerpt import excerpt
from live_demo.view.panes import CodeLine, Panes, panes
from live_demo.view.replay import Replay, replay
from live_demo.what_if_definitions import WhatIf, what_ifs_of

register = template.Library()
MAX_LISTED_RUNS = 5


_run_ids = Prepared(
    lambda learner, lesson: (
        Run.objects.filter(learner=learner, lesson=lesson).exclude(ended_at=None).values_list("pk")[:1]
    ),
    UUID,
    int,
)


@register.simple_tag(takes_context=True)
def own_runs(context: template.Context, lesson: Lesson) -> SafeString:
    """The learner's latest runs of the lesson."""

    def make(request: HttpRequest) -> str | None:
        learner = find_learner(request)
        if learner is None or not _run_ids.rows(learner.pk, lesson.pk):
            return None
        runs = learner.runs.with_record().filter(lesson=lesson)[:MAX_LISTED_RUNS]
        return render_to_string("live_demo/_own_runs.html", {"runs": run_lines(runs)})

    return learner_part(context.get("request"), make)


@register.simple_tag
def cut_request() -> str:
    """The message that asks the server to cut the connection over which it comes."""
    return CUT_REQUEST


@register.inclusion_tag("live_demo/_sources.html")
def lab_source(lesson: Lesson) -> dict[str, Any]:
    """The two files of the lesson's lab, line by line: the consumer, and the browser's side."""
    shown = panes(lesson, [])
    return {"lab": shown.view.lab, "code": shown.code, "prefix": "sample", "browser": shown.browser}


@register.simple_tag
def public_address(run: Run) -> str:
    """The public address of a run that its owner shares."""
    return f"{settings.PUBLIC_URL}{reverse('public_run', args=[run.public_key])}"


@register.simple_tag
def public_frame(run: Run) -> str:
    """The iframe for another page, as text."""
    return str(frame_html(run))


@register.simple_tag
def home_bench(lesson: Lesson) -> SafeString:
    """A small bench of the lesson's lab: a few lines, one field, one button."""

    @cache
    def shown() -> Panes:
        return panes(lesson, [])

    def code() -> list[CodeLine]:
        return excerpt(shown().code, shown().view.lab.source)

    return rendered(
        lesson,
        "live_demo/_home_bench.html",
        **recording_context(lesson) | {"panes": shown, "code": code, "broken": lambda: _broken(lesson)},
    )


@register.simple_tag
def reading_bench(lesson: Lesson) -> SafeString:
    """The recorded run of the lesson beside its text; nothing where there is none."""

    def recorded() -> Replay | None:
        found = Recording.objects.filter(lesson=lesson).first()
        if found is None:
            return None
        return replay(lesson, found.points, server=found.server, wanted="", at_end=False)

    return rendered(lesson, "live_demo/_reading_bench.html", replay=recorded)


def _broken(lesson: Lesson) -> WhatIf | None:
    """The first what-if of the lab, in which its code is broken."""
    return next(iter(what_ifs_of(lesson.lab).values()), None)
