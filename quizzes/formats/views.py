"""Import and export of a lesson's questions: choose a file, preview its plan, then apply it or not.

The preview posts the fingerprint of the plan that it showed, so that nothing else is applied.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from lessons.admin.recent import log_action
from lessons.folder.faults import FolderError
from lessons.models import Lesson, Picture
from lessons.numbers import number_in
from lessons.pictures.errors import PictureError
from quizzes.formats.apply import apply
from quizzes.formats.export_question import export_questions
from quizzes.formats.forms import ImportForm
from quizzes.formats.models import QuestionImport
from quizzes.formats.plan import plan
from quizzes.formats.planned import Plan
from quizzes.formats.registry import FORMATS, READERS

_MAY_READ = ("lessons.view_lesson", "quizzes.view_question")
_MAY_IMPORT = ("lessons.change_lesson", "quizzes.add_question", "quizzes.add_choice", "quizzes.add_hint")


@require_http_methods(["GET", "POST"])
def exchange(request: HttpRequest, pk: int) -> HttpResponse:
    """The export files of a quiz, with what each loses. POST uploads a file to import."""
    lesson = _find(request, pk, _MAY_READ)
    form = ImportForm(request.POST or None, request.FILES or None)
    faults = []
    if request.method == "POST":
        _only_those_who(request, _MAY_IMPORT)
        if form.is_valid():
            try:
                file_format, content = form.read()
                reading = READERS[file_format](form.name, content)
            except FolderError as error:
                faults = error.faults
            else:
                upload = {"name": form.name, "file_format": file_format, "content": content}
                QuestionImport.objects.keep(request.user, lesson, **upload)  # type: ignore[arg-type]
                for picture in reading.pictures:  # the preview shows them
                    Picture.store(picture)
                return redirect("formats_preview", pk)
    questions = export_questions(lesson)
    exports = (
        [(name, found, found.write(questions).notes) for name, found in FORMATS.items()] if questions else []
    )
    may_import = request.user.has_perms(_MAY_IMPORT)
    context = {"exports": exports, "form": form, "faults": faults, "may_import": may_import}
    return _page(request, "quizzes/formats/exchange.html", lesson, "Import and export", **context)


@require_safe
def export(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The quiz as a file."""
    lesson = _find(request, pk, _MAY_READ)
    if name not in FORMATS:
        raise Http404
    chosen = FORMATS[name]
    disposition = f'attachment; filename="{lesson.slug}.{chosen.ending}"'
    content = chosen.write(export_questions(lesson)).content
    return HttpResponse(content, chosen.content_type, headers={"Content-Disposition": disposition})


@require_http_methods(["GET", "POST"])
@transaction.atomic
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan of the uploaded file. POST applies or deletes it."""
    lesson = _find(request, pk, (*_MAY_READ, *_MAY_IMPORT))
    _locked(Lesson.every.filter(pk=pk), request).first()  # no other import adds a question meanwhile
    upload = _locked(QuestionImport.objects.fresh(), request).filter(user=request.user.pk, lesson=pk).first()
    if upload is None:
        messages.error(
            request, ("There is no file to import. A file is kept for an hour. Choose the file again.")
        )
        return redirect("formats", pk)
    if request.POST.get("do") == "refuse":
        upload.delete()
        messages.info(request, "The file was discarded. Nothing was changed.")
        return redirect("formats", pk)
    found = plan(lesson, READERS[upload.file_format](upload.name, bytes(upload.content)))
    if request.method == "POST" and found.planned:
        if request.POST.get("fingerprint") != found.fingerprint:
            messages.warning(
                request,
                ("The lesson has changed since you opened this page. It now shows the current state."),
            )
        elif fault := _fault_of_choice(request, found):
            messages.error(request, fault)
            found = found.ticking(_chosen(request, found))
        else:
            return _apply(request, found.choosing(_chosen(request, found)), upload)
    return _page(
        request,
        "quizzes/formats/preview.html",
        lesson,
        "What the import would make",
        plan=found,
        upload=upload,
        is_plain=upload.file_format == "gift"
        and bytes(upload.content).count(b"[markdown]") < len(found.planned),
    )


def _chosen(request: HttpRequest, found: Plan) -> set[int]:
    """The numbers of the questions to take. A form without a choice takes those that the page proposes."""
    if "choosing" not in request.POST:
        return {each.number for each in found.chosen}
    return {number for text in request.POST.getlist("take") if (number := number_in(text)) is not None}


def _fault_of_choice(request: HttpRequest, found: Plan) -> str:
    count = len(_chosen(request, found) & {each.number for each in found.planned})
    if count > found.room:
        return f"You chose {count} questions, and the quiz has room for {found.room}. Choose fewer."
    return "" if count else "You chose no question. Choose one at least, or drop the file."


def _apply(request: HttpRequest, found: Plan, upload: QuestionImport) -> HttpResponse:
    try:
        lesson = apply(found, request.user, upload.name)  # type: ignore[arg-type]
    except PictureError as error:
        messages.error(request, f"Nothing was imported: {error}. Choose fewer questions with pictures.")
        return redirect("formats_preview", found.lesson.pk)
    upload.delete()
    count = len(found.planned)
    where = f"the draft of “{lesson}”" if lesson.draft_of_id else f"“{lesson}”"
    added = f"{count} question{'' if count == 1 else 's'} added"
    log_action(request.user, lesson, f"{added}, from {upload.name}.")
    messages.success(request, f"{added} to {where}.")
    if found.is_incomplete:
        words = 'It cannot be published yet. <a href="#{}">Still to be written: {}.</a>'
        messages.warning(request, format_html(words, _first_to_write(lesson, found), found.to_write))
    return redirect("admin:lessons_lesson_change", lesson.pk)


def _first_to_write(lesson: Lesson, added: Plan) -> str:
    """The id of the form's first added question that is not complete, else that of the questions' group."""
    before = lesson.questions.count() - len(added.planned)
    gaps = (f"questions-{before + index}" for index, each in enumerate(added.planned) if each.missing)
    return next(gaps, "questions-group")


def _find(request: HttpRequest, pk: int, needed: tuple[str, ...]) -> Lesson:
    """A lesson that this user may edit. Raises `PermissionDenied` or `Http404`."""
    _only_those_who(request, needed)
    return get_object_or_404(Lesson.every.edited_by(request.user).with_sections(), pk=pk)


def _locked[Rows: QuerySet[Any]](rows: Rows, request: HttpRequest) -> Rows:
    return rows.select_for_update() if request.method == "POST" else rows


def _only_those_who(request: HttpRequest, needed: tuple[str, ...]) -> None:
    if not request.user.has_perms(needed):
        raise PermissionDenied


def _page(request: HttpRequest, template: str, lesson: Lesson, title: str, **context: Any) -> HttpResponse:
    context |= {**admin.site.each_context(request), "lesson": lesson, "title": f"{title}: {lesson}"}
    return render(request, template, context)
