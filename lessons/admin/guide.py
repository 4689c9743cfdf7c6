"""docs/writing-a-lesson.md at the desk, for those who have no files of Handshake at hand."""

import re
from functools import cache
from itertools import pairwise

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

_RELATIVE = re.compile(r"\[([^\[\]]+)\]\(\.\./[^()]*\)")


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The page with a list of its sections."""
    if not request.user.has_perm("lessons.view_lesson"):
        raise PermissionDenied
    title, sections, html = _guide()
    context = {**admin.site.each_context(request), "title": title, "sections": sections, "html": html}
    return render(request, "lessons/admin/guide.html", context)


@cache
def _guide() -> tuple[str, list[tuple[str, str]], SafeString]:
    """(title, [(id, heading) of each section], HTML). Links to other files stay as words."""
    text = (settings.BASE_DIR / "docs" / "writing-a-lesson.md").read_text()
    title, _, text = _RELATIVE.sub(r"\1", text).partition("\n")
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens, sections = parser.parse(text), []
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", name := slugify(inline.content))
            sections.append((name, inline.content))
    html = parser.renderer.render(tokens, parser.options, {})
    return title.removeprefix("# "), sections, SafeString(html)
