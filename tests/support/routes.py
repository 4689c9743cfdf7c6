"""Every address of the site, and the names that fill its places."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every address of the site, with {name} for each part that varies."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + _plain(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def _plain(pattern: object) -> str:
    text = str(pattern)
    text = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", text) if not text.startswith("^") else text
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"{\1}", text)
    text = re.sub(r"\((?!\?)[^()]*\)", "{part}", text)
    return re.sub(r"[\^$\\]|\(\?:[^)]*\)\??|\(\?P?", "", text)


REAL = {
    "attempt": "1",
    "track": "django-channels",
    "lesson": "websocket-support",
    "way": "live",
    "key": "state-after-step-2",
    "pk": "1",
    "object_id": "1",
    "run_id": "00000000-0000-4000-8000-000000000000",
    "code": "ABCDEF",
    "name": "blocking",
    "what_if": "blocking",
    "app_label": "lessons",
    "content_type_id": "1",
}
"""{a place of an address: what is there in a database with the shipped lessons}"""
