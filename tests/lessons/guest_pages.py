"""Pages as a guest gets them, and what differs on them from guest to guest."""

import re

from django.test import Client

LESSON = "/learn/django-channels/websocket-support/"
PAGES = [
    "/",
    "/learn/django-channels/",
    *(LESSON + way for way in ("", "flow/", "step/", "snapshot/", "quiz/")),
]
PLACES = re.compile(r'nonce="[^"]+"|value="\w{64}"|"X-CSRFToken": "\w{64}"')
"""What differs for each visitor: the nonce of the policy, and the token of forms."""


def html_for_a_guest(path):
    response = Client().get(path)
    assert response.status_code == 200
    return response.text


def without_places(html):
    """The page without its `PLACES`."""
    return PLACES.sub("", html)
