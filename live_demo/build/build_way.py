"""The way `build`: the learner's draft in an editor, and the panes of its run."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest

from lessons.identity import find_learner
from lessons.models import Learner, Lesson
from lessons.prepared import Prepared
from live_demo.build.drafts import Draft, draft_of
from live_demo.build.models import CodeVersion
from live_demo.lab_settings import lab_settings
from live_demo.runs.shown import own_lab
from live_demo.sandbox.imports import offered_in_words
from live_demo.sandbox.own_files import faults_of, files_in
from live_demo.sandbox.status import status
from live_demo.sandbox.syntax import fault_in
from live_demo.view.panes import panes


def build_way_context(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    """The context of `ways/build.html`. ?version=KEY shows an earlier version, ?saved checks the draft."""
    draft = draft_of(find_learner(request), lesson, request.GET.get("version", ""))
    is_saved = "saved" in request.GET
    return editor_context(lesson, draft) | {
        "saved": is_saved,
        "is_reset": "reset" in request.GET,
        "fault": _fault_of(draft.source) if is_saved else None,
        "first_task": None if draft.is_changed else lab_settings(lesson.lab).first_task,
    }


def _fault_of(source: str) -> tuple[str, int | None] | None:
    """(reason, line number or None) why the files cannot be run; None if they can, or if that is unknown."""
    if names := faults_of(source):
        return names[0]
    return fault_in(files_in(source)) if status().is_on else None


def editor_context(lesson: Lesson, draft: Draft) -> dict[str, Any]:
    """What the editor and the panes beside it need."""
    return {
        "draft": draft,
        "lines": range(1, draft.source.count("\n") + 1),
        "own_code": status(),
        "panes": panes(lesson, [], own_lab(lesson.lab, draft.source)),
        "limits": settings.LIVE_DEMO,
        "own_limits": settings.OWN_CODE,
        "memory": settings.OWN_CODE["MEMORY_BYTES"] >> 20,
        "offered": offered_in_words(),
    }


_versions = Prepared(
    lambda learner: (
        CodeVersion.objects.filter(learner=learner).order_by().values_list("lesson").annotate(Count("id"))
    ),
    UUID,
)


def built(learner: Learner) -> dict[int, str]:
    """{lesson id: '3 versions'}: how much the learner has written, for the progress."""
    return {
        lesson: f"{count} version{'' if count == 1 else 's'}" for lesson, count in _versions.rows(learner.pk)
    }
