"""{% stylesheets as sheets %}: what a page links to, one file where they have been bundled."""

from django import template
from django.conf import settings

from tutorial.stylesheets import SHEETS

register = template.Library()


@register.simple_tag
def stylesheets() -> list[str]:
    """Paths for `{% static %}`: each sheet by itself while developing, else the bundle of `set_up`."""
    return [f"css/{name}.css" for name in SHEETS] if settings.DEBUG else ["site.css"]
