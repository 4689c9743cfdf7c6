"""The preview of a Markdown field, rendered by the functions with which learners' pages render it."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from lessons.formulas import formulas_in
from lessons.markdown import block, headed, inline

_MAX_CHARACTERS = 20_000
_ON_ONE_LINE = {
    ("", "summary"),
    ("steps", "action"),
    ("steps", "evaluation"),
    ("steps", "result"),
    ("transcript_parts", "text"),
}
"""(prefix of the rows, field): they stand in a table cell or a sentence, where blocks are run together."""
_FORMULAS = SafeString('<p class="help">Formulas are not typeset. Learners see them as they are written.</p>')


@require_POST
def markdown_preview(request: HttpRequest) -> HttpResponse:
    """The posted text as HTML, as learners see it in the field of the lesson's form that `name` names."""
    text = request.POST.get("text", "")[:_MAX_CHARACTERS]
    shown = as_learners_see(request.POST.get("name", ""), text)
    return HttpResponse(shown + (_FORMULAS if formulas_in(text) else ""))


def as_learners_see(name: str, text: str) -> SafeString:
    """`text` as HTML. `name` is that of a field in the lesson's form, such as 'steps-0-result'."""
    *rows, field = name.split("-")
    place = (rows[0] if rows else "", field)
    if place in _ON_ONE_LINE:
        return inline(text)
    if place == ("steps", "wrong_results"):
        return format_html_join("", "<p>{}</p>", ((inline(line),) for line in text.splitlines()))
    if place == ("key_moments", "question"):
        asked, below = headed(text)
        return format_html("<h3>{}</h3>{}", inline(asked), block(below))
    return block(text)
