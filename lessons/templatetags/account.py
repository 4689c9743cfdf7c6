"""{% sign_in_address %}: the target of the sign-in link in the header."""

from urllib.parse import urlencode

from django import template
from django.template.context import RequestContext
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def sign_in_address(context: RequestContext) -> str:
    """The sign-in page with this page as `next`, except on the pages of signing in and out themselves."""
    request, address = context.get("request"), reverse("login")
    if request is None or request.method != "GET" or request.path.startswith(reverse("profile")):
        return address
    return f"{address}?{urlencode({'next': request.get_full_path()})}"
