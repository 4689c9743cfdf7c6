"""A lesson's project: file by file on a page, and as a zip."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from lessons.folder.archive import pack
from lessons.highlight import highlighted_file
from lessons.identity import find_learner
from lessons.models import Lesson
from lessons.views import find_lesson
from live_demo.build.drafts import draft_of
from live_demo.lab import all_labs
from live_demo.sandbox.own_files import files_in
from live_demo.take_home.projects import (
    CONSUMER,
    from_here,
    in_page_order,
    own_folder,
    own_path,
    project_of,
    reasons,
    run_it,
    try_it,
)

_OWN = "You have written this file."
_CHOICE = "consumer"
_LESSONS = "lesson"
"""The value of `_CHOICE` in the address that leaves a learner's draft out."""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of the project on its page; `why` is Markdown."""

    name: str
    why: str
    lines: list[SafeString]
    number: int

    @property
    def folder(self) -> str:
        """The folder with its slash, such as 'chat/'; empty at the top."""
        return self.name[: self.name.rfind("/") + 1]

    @property
    def is_consumer(self) -> bool:
        return self.name == CONSUMER

    @property
    def last(self) -> str:
        """The name without its folder."""
        return self.name.removeprefix(self.folder)


@require_safe
def take_home(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """The page with every file of the project, the commands that run it, and what to do after that."""
    found = _find(request, track, lesson)
    draft = draft_of(find_learner(request), found)
    files = _files(request, found)
    context: dict[str, Any] = {
        "lesson": found,
        "has_draft": draft.is_changed,
        "is_own": draft.is_changed and not _leaves_draft(request),
        "files": _shown(files, all_labs()[found.lab].source),
        "bytes": len(_packed(found, files)),
        "run_it": run_it(),
        "try_it": try_it(found),
        "from_here": from_here(),
    }
    return render(request, "live_demo/take_home/page.html", context)


@require_safe
def download(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """The project as a zip of one folder; the same lesson gives the same bytes."""
    found = _find(request, track, lesson)
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.zip"'}
    return HttpResponse(_packed(found, _files(request, found)), "application/zip", headers=headers)


def _find(request: HttpRequest, track: str, lesson: str) -> Lesson:
    found = find_lesson(request, track, lesson)
    if own_folder(found.lab) is None:
        raise Http404
    return found


def _leaves_draft(request: HttpRequest) -> bool:
    """Whether the lesson's consumer is asked for, also where the learner has changed it."""
    return request.GET.get(_CHOICE) == _LESSONS


def _files(request: HttpRequest, lesson: Lesson) -> dict[str, str]:
    """The files of the project, with the learner's draft of the consumer where there is one to be taken."""
    files = project_of(lesson, request.build_absolute_uri(lesson.get_absolute_url()))
    draft = draft_of(find_learner(request), lesson)
    if not draft.is_changed or _leaves_draft(request):
        return files
    own = files_in(draft.source)
    if len(own) == 1:
        return files | {CONSUMER: draft.source}
    del files[CONSUMER]
    return files | {own_path(name): text for name, text in own.items()}


def _shown(files: dict[str, str], lessons_consumer: str) -> list[ShownFile]:
    """The files as the page shows them, each with why it is there."""
    why = reasons() | ({CONSUMER: _OWN} if files.get(CONSUMER) != lessons_consumer else {})
    return [
        ShownFile(name, why.get(name, _OWN), highlighted_file(name, text), number)
        for number, name, text in in_page_order(files)
    ]


def _packed(lesson: Lesson, files: dict[str, str]) -> bytes:
    return pack({f"{lesson.slug}/{name}": text for name, text in files.items()})
