"""Pages that are the same for everybody but for marked parts, rendered again only when a row has changed.

A cached page knows the statements that its view made, and the rows that the database answered with. The next
request makes the same statements, without building queries or objects. If every row is as it was, the cached
text is used, and the parts of the visitor are filled in: the nonce of the Content-Security-Policy, the CSRF
token, and the learner's parts (`lessons.learner_parts`). So a change shows at once, in all processes, and
nothing has to be invalidated. Whoever has nothing of their own on the page gets it as it was compressed
once (`lessons.kept_text`).

A page is cached after it was rendered twice in a row with the same text: a page with something else of its
visitor in it never is. If its view asks who the learner is, the page is used only for those who have done
nothing yet.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cache, cached_property, wraps
from threading import Lock
from typing import Any, Concatenate

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers

from lessons.identity import find_learner, times_asked
from lessons.kept_text import KeptText, Values
from lessons.learner_parts import LearnerPart, cut, made, marking
from lessons.noted_statements import NotedStatements, Rows, Statement, rows_of

MAX_PAGES = 300
"""Pages that a process keeps, those that were asked for last: about 150 kB each."""
_TOKENS = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w{64}|(?<="X-CSRFToken": ")\w{64}')
_NONCE, _TOKEN = "\0nonce\0", "\0token\0"
_LENGTHS = {_NONCE: 22, _TOKEN: 64}
_PLACE = re.compile("|".join(_LENGTHS))
_GZIP = re.compile(r"\bgzip\b")

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True)
class CachedPage:
    """A page: its `pieces` with the places of a visitor marked, and the `answers` of the database behind it.

    Without `answers` it was rendered once, and has to be rendered with the same text again. It `is_for_all`
    where the view has not asked who the learner is.
    """

    pieces: Sequence[str | LearnerPart]
    headers: dict[str, str]
    is_for_all: bool
    answers: dict[Statement, Rows] | None = None

    @property
    def text(self) -> str:
        """The page of somebody who has done nothing yet."""
        return "".join(each if isinstance(each, str) else each.for_others for each in self.pieces)

    @cached_property
    def kept(self) -> KeptText:
        """The same, as it is sent."""
        return KeptText(self.text, _LENGTHS)

    @property
    def is_alike(self) -> bool:
        """Whether all visitors who have done nothing yet see the same page."""
        return not any(isinstance(each, LearnerPart) and each.is_for_each for each in self.pieces)

    def is_unchanged(self) -> bool:
        """Whether the database answers every statement as it did. Without statements nothing can change."""
        return self.answers is not None and all(rows_of(each) == rows for each, rows in self.answers.items())


def cached_page[**P](view: View[P]) -> View[P]:
    """Decorate a view whose page is the same for everybody but staff, apart from its own parts.

    The address without a query, the theme, and whether htmx asks for a fragment tell its pages apart.
    """

    @wraps(view)
    def answering(request: HttpRequest, /, *args: P.args, **named: P.kwargs) -> HttpResponse:
        if not _is_cacheable(request):
            return view(request, *args, **named)
        key = _key(request)
        cached = _pages.get(key)
        if cached and not (cached.is_for_all or _is_nobody(request)):
            cached = None
        if cached and cached.is_unchanged():
            return _response(cached, request)
        return _rendered(request, key, cached, lambda: view(request, *args, **named))

    return answering


class _Pages:
    """The cached pages of this process."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[Any, ...], CachedPage] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[Any, ...]) -> CachedPage | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: tuple[Any, ...], page: CachedPage) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > MAX_PAGES:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


_pages = _Pages()
forget_pages = _pages.clear


def _is_cacheable(request: HttpRequest) -> bool:
    """Whether the address alone says what the page shows. Staff see drafts."""
    if settings.DEBUG or request.method != "GET" or request.GET:
        return False
    return settings.SESSION_COOKIE_NAME not in request.COOKIES or not getattr(request.user, "is_staff", False)


def _is_unknown(request: HttpRequest) -> bool:
    """Whether the browser has sent no cookie that could tell of a learner, an account or a message."""
    return request.COOKIES.keys() <= {settings.CSRF_COOKIE_NAME, "theme"}


def _is_nobody(request: HttpRequest) -> bool:
    """Whether the visitor has done nothing yet."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and find_learner(request) is None


def _key(request: HttpRequest) -> tuple[Any, ...]:
    htmx = request.htmx  # type: ignore[attr-defined]
    in_place = bool(htmx) and not htmx.history_restore_request
    return request.build_absolute_uri(), request.COOKIES.get("theme"), in_place


def _rendered(
    request: HttpRequest, key: tuple[Any, ...], before: CachedPage | None, render: Callable[[], HttpResponse]
) -> HttpResponse:
    """Render the page. The second time, with the same text, it is cached with what the database answered."""
    is_nobody, noted = _is_nobody(request), NotedStatements()
    asked = times_asked(request)
    with marking(request) as marked, connection.execute_wrapper(noted) if before else nullcontext():
        response = render()
    is_for_all = times_asked(request) == asked
    page = CachedPage(cut(_with_places(response, request), marked), dict(response.headers), is_for_all)
    if response.status_code == 200 and not response.cookies and (is_for_all or is_nobody):
        is_sure = before is not None and before.text == page.text and noted.is_cacheable
        _pages.put(key, replace(page, answers=noted.answers if is_sure else None))
    response.content = _filled(made(page.pieces, request), _places(request))
    return response


def _with_places(response: HttpResponse, request: HttpRequest) -> str:
    text = _TOKENS.sub(_TOKEN, response.text.replace("\0", ""))
    nonce = get_nonce(request)
    return text.replace(str(nonce), _NONCE) if nonce else text


def _response(page: CachedPage, request: HttpRequest) -> HttpResponse:
    """The page as the visitor sees it. Where it is compressed here, `GZipMiddleware` leaves it as it is."""
    places = _places(request)
    if not (page.is_alike and _is_unknown(request)):
        own = made(page.pieces, request)
        if own != page.text:
            return HttpResponse(_filled(own, places), headers=page.headers)
    if not _GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return HttpResponse(page.kept.plain(places), headers=page.headers)
    response = HttpResponse(page.kept.gzip(places), headers={**page.headers, "Content-Encoding": "gzip"})
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _places(request: HttpRequest) -> Values:
    """One nonce and one token, masked anew, for all places of a page."""
    return {_NONCE: cache(lambda: str(get_nonce(request))), _TOKEN: cache(lambda: get_token(request))}


def _filled(text: str, places: Values) -> str:
    return _PLACE.sub(lambda found: places[found[0]](), text)
