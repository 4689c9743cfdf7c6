"""{% sign_in_address %}: where the header's link to the sign-in leads."""

from urllib.parse import urlencode

from django import template
from django.template.context import RequestContext
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def sign_in_address(context: RequestContext) -> str:
    """The sign-in, and from there back to this page, unless it is one that signing in leaves behind."""
    request, address = context.get("request"), reverse("login")
    if request is None or request.method != "GET" or request.path.startswith(reverse("profile")):
        return address
    return f"{address}?{urlencode({'next': request.get_full_path()})}"
