"""Whether learners' own code runs here, for templates."""

from django import template

from live_demo.sandbox.status import status

register = template.Library()
register.simple_tag(status, name="own_code_status")
