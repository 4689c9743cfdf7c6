"""{% ago at %}: a time relative to now, with the exact time in its `datetime` and its title."""

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
