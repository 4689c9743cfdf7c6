"""Whether learners' own code runs here, and of how many files it may be, for templates."""

from django import template

from live_demo.sandbox.own_files import MAX_FILES
from live_demo.sandbox.status import status

register = template.Library()
register.simple_tag(status, name="own_code_status")


@register.simple_tag
def most_files() -> int:
    return MAX_FILES
