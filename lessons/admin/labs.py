"""The labs as an instructor chooses them: by what they are about, with their code to look at."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from lessons.highlight import highlighted_file
from lessons.labs import known_labs, known_what_ifs
from lessons.models import Lesson


def lab_choices() -> list[tuple[str, str]]:
    """(name, 'name: title of the first public lesson that has it') of every lab. One query."""
    titles = _titles()
    return [(lab, f"{lab}: {titles[lab]}" if lab in titles else lab) for lab in known_labs()]


def labs_help() -> SafeString:
    """The help text of the field `lab`, with a link to the code of all labs."""
    text = 'The consumer that learners run. <a href="{}" target="_blank">Look at the code of each lab</a>.'
    return format_html(text, reverse("admin:lesson_labs"))


@require_safe
def labs(request: HttpRequest) -> HttpResponse:
    """Every lab with its code and its what-ifs."""
    if not request.user.has_perm("lessons.view_lesson"):
        raise PermissionDenied
    titles, what_ifs = _titles(), known_what_ifs()
    rows: list[dict[str, Any]] = [
        {
            "name": name,
            "title": titles.get(name, ""),
            "filename": file.filename,
            "lines": highlighted_file(file.filename, file.source),
            "what_ifs": [title for each, title in what_ifs.items() if each.startswith(f"{name}/")],
        }
        for name, file in known_labs().items()
    ]
    context = {**admin.site.each_context(request), "rows": rows, "title": "Labs"}
    return render(request, "lessons/admin/labs.html", context)


def _titles() -> dict[str, str]:
    """{lab: title of the first public lesson that has it}. Read from the last: the first one stays."""
    public = Lesson.objects.published().order_by("-track__number", "-number")
    return dict(public.values_list("lab", "title"))
