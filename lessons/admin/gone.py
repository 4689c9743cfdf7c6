"""The page for who saves a lesson or a draft that is no longer there: it shows what was written."""

import re
from collections.abc import Iterator

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from lessons.admin.script.written import written_steps

_NO_TEXT = re.compile(
    r"csrfmiddlewaretoken|_\w+|track|slug|status|lab|number|minutes|marks|needs|authors\w*|what_ifs|shuffle"
    r"|opened_at|withdrawn|tracker-(moments|variables)|script-(before|steps|\d+-\w+)"
    r"|\w+-\d+-\w+-\d+-question|.*-(id|lesson|number|place|steps|kind|reveal|shuffle|DELETE|(TOTAL|INITIAL|M\w+)_FORMS)"
    r"|.*-(is_\w+|blank|sent_by|do|client)"
)
"""The names of fields that hold a choice, a number or a key: `question` of a row below one. Steps of the
script are told by `written_steps`."""


def gone(request: HttpRequest) -> HttpResponse:
    """What the POST of a lesson's form holds, to be copied from."""
    written = request.POST.get("title", "")
    context = {
        "title": f"No longer there: {written}",
        "written_title": written,
        "texts": list(_texts(request.POST)),
    }
    page = {**admin.site.each_context(request), **context}
    return render(request, "lessons/admin/gone.html", page, status=409)


def _texts(data: QueryDict) -> Iterator[tuple[str, str]]:
    """The texts that were written, each with its place: 'questions 1, choices 2, text'."""
    for name, text in data.items():
        if name == "script-steps":
            yield from written_steps(data, "script")
        if name == "script" and data.get("script-before", "").splitlines() == str(text).splitlines():
            continue  # nobody has changed the text: the steps say it
        is_text = not _NO_TEXT.fullmatch(name) and "__prefix__" not in name and "-empty-" not in name
        if is_text and str(text).strip():
            yield _in_words(name), str(text)


def _in_words(name: str) -> str:
    numbered = re.sub(r"-(\d+)(?=-|$)", lambda match: f" {int(match[1]) + 1},", name)
    return numbered.replace(",-", ", ").replace("-", ", ").replace("_", " ").strip(" ,")
