"""{% stylesheets as sheets %}: the stylesheets that a page links to."""

from django import template
from django.conf import settings

from tutorial.stylesheets import SHEETS

register = template.Library()


@register.simple_tag
def stylesheets() -> list[str]:
    """Paths for `{% static %}`: every sheet in debug mode, else the one bundle that `set_up` writes."""
    return [f"css/{name}.css" for name in SHEETS] if settings.DEBUG else ["site.css"]
