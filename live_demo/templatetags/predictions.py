"""{{ graded.why|line_as_code }}: the reason of a grade as HTML."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
_LINE = re.compile(r"(.*?Line \d+ ran: )(.*?)( \(nothing has changed it since\))?", re.DOTALL)


@register.filter
def line_as_code(why: str) -> str | SafeString:
    """`why` with the line of code that it names as code; anything else as it is."""
    found = _LINE.fullmatch(why)
    return format_html("{}<code>{}</code>{}", found[1], found[2], found[3] or "") if found else why
