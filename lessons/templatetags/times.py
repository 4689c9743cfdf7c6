"""{% ago at %}: a time as a person would say it, with the exact one for whoever wants it."""

from datetime import datetime

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def ago(at: datetime) -> SafeString:
    """'3 minutes ago', as a `<time>`; `at` is UTC."""
    exact = f"{format_date(at, 'F j, Y, H:i:s')} UTC"
    element = '<time datetime="{}" title="{}">{}</time>'
    return format_html(element, at.isoformat(timespec="seconds"), exact, naturaltime(at))
