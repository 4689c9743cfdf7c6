"""Times: {% ago at %}, relative to now, with the exact time in its `datetime`; {{ seconds|took }}."""

from datetime import datetime

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def ago(at: datetime) -> SafeString:
    """A <time> element such as '3 minutes ago'. `at` is in UTC."""
    exact = f"{format_date(at, 'F j, Y, H:i:s')} UTC"
    element = '<time datetime="{}" title="{}">{}</time>'
    return format_html(element, at.isoformat(timespec="seconds"), exact, naturaltime(at))


@register.filter
def took(seconds: float | None) -> str:
    """A time such as '1 min 5 s'; empty where nobody knows it."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
