"""Every address of the site, and the names that fill its places."""

import itertools
import re
from collections.abc import Iterator, Mapping

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
"""{a place of an address: what is there in a database with the shipped lessons}; all others have 1"""


def places_in(route: str) -> list[str]:
    """The names of the parts of `route` that vary."""
    return re.findall(r"\{(\w+)\}", route)


def address_of(route: str, /, **others: str) -> str:
    """The path of `route` with real values in its places, but for `others`."""
    return "/" + route.format(**dict.fromkeys(places_in(route), "1") | REAL | others)


def routes_of(*, is_admin: bool) -> list[str]:
    """The routes of the admin, or all others."""
    return sorted({route for route in routes() if route.startswith("admin/") == is_admin})


def addresses_with(values: Mapping[str, str], *, is_admin: bool) -> Iterator[str]:
    """Each route of this part with real values and one of `values` in each of its places."""
    for route in routes_of(is_admin=is_admin):
        places = places_in(route)
        if not places:
            yield address_of(route)
        for place, value in itertools.product(places, values.values()):
            yield address_of(route, **{place: value})


def real_addresses(*, is_admin: bool) -> list[str]:
    """Each address with real values, but for those that end the session or the account."""
    found = {address_of(route) for route in routes_of(is_admin=is_admin)}
    return sorted(each for each in found if not re.search(r"sign-out|logout|/delete/$|password", each))
