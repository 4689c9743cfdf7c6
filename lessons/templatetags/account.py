"""What the frame of every page tells its visitor: the links of the account, and messages."""

from urllib.parse import urlencode

from django import template
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from lessons.learner_parts import learner_part

register = template.Library()


@register.simple_tag(takes_context=True)
def sign_in_address(context: RequestContext) -> str:
    """The sign-in page with this page as `next`, except on the pages of signing in and out themselves."""
    request, address = context.get("request"), reverse("login")
    if request is None or request.method != "GET" or request.path.startswith(reverse("profile")):
        return address
    return f"{address}?{urlencode({'next': request.get_full_path()})}"


@register.simple_block_tag(takes_context=True)
def own_account(context: RequestContext, content: str) -> SafeString:
    """The links of whoever is signed in; everybody else sees what the tag holds."""

    def make(request: HttpRequest) -> str | None:
        user = getattr(request, "user", None)
        signed_in = user is not None and user.is_authenticated
        return render_to_string("account/_own_account.html", {"user": user}) if signed_in else None

    return learner_part(context.get("request"), make, content)


@register.simple_tag(takes_context=True)
def own_messages(context: RequestContext) -> SafeString:
    """The messages for this visitor, each of which is shown once."""

    def make(request: HttpRequest) -> str | None:
        found = list(get_messages(request))
        return render_to_string("_messages.html", {"messages": found}) if found else None

    return learner_part(context.get("request"), make)
