"""Pages that are kept for guests: rendered again when a row has changed, and never for somebody else."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from lessons import page_cache
from lessons.models import Lesson, Track
from lessons.noted_statements import can_be_asked_again
from lessons.page_cache import cached_page
from tests.lessons.guest_pages import LESSON, PAGES, html_for_a_guest, without_places

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", PAGES)
def test_the_third_guest_gets_a_cached_page(lesson, renders, path):
    first, second, third, fourth = (html_for_a_guest(path) for _ in range(4))
    assert len(renders) in (2, 3)  # the first fills the caches of a version, and makes more statements
    assert without_places(fourth) == without_places(third) == without_places(second) == without_places(first)


@pytest.mark.parametrize("path", PAGES)
def test_a_cached_page_makes_only_the_statements_of_its_rows(lesson, path):
    for _ in range(3):
        html_for_a_guest(path)
    with CaptureQueriesContext(connection) as queries:
        html_for_a_guest(path)
    statements = [query["sql"] for query in queries]
    assert len(statements) == len(set(statements))
    assert all(statement.startswith("SELECT") for statement in statements)


@pytest.mark.parametrize("path", PAGES)
def test_every_guest_gets_a_nonce_that_the_policy_allows(lesson, path):
    nonces = set()
    for _ in range(4):
        response = Client().get(path)
        on_the_page = set(re.findall(r'nonce="([^"]+)"', response.text))
        assert len(on_the_page) == 1
        assert f"'nonce-{min(on_the_page)}'" in response.headers["Content-Security-Policy"]
        nonces |= on_the_page
    assert len(nonces) == 4


def test_the_token_of_a_cached_page_is_the_guests_own(lesson):
    for _ in range(3):
        html_for_a_guest("/")
    guest, other = (Client(enforce_csrf_checks=True) for _ in range(2))
    tokens = [re.search(r'"X-CSRFToken": "(\w+)"', each.get("/").text)[1] for each in (guest, other)]
    theme = reverse("theme")
    assert guest.post(theme, {"theme": "dark"}, headers={"X-CSRFToken": tokens[0]}).status_code == 302
    assert guest.post(theme, {"theme": "dark"}, headers={"X-CSRFToken": tokens[1]}).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_a_change_of_the_lesson_shows_at_once(lesson, path):
    for _ in range(3):
        html_for_a_guest(path)
    lesson.title = "Sockets, renamed"
    lesson.save()
    assert "Sockets, renamed" in html_for_a_guest(path)


def test_a_change_that_no_program_was_told_of_shows_at_once(lesson):
    for _ in range(3):
        html_for_a_guest("/")
    Track.objects.update(title="Renamed behind the back")
    assert "Renamed behind the back" in html_for_a_guest("/")


def test_a_lesson_that_becomes_a_draft_is_gone_at_once(lesson):
    for _ in range(3):
        html_for_a_guest(LESSON)
        html_for_a_guest("/")
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert Client().get(LESSON).status_code == 404
    assert LESSON not in html_for_a_guest("/")


def test_a_message_is_shown_once_on_a_cached_page(lesson, client):
    for _ in range(3):
        html_for_a_guest("/")
    client.force_login(User.objects.create_user("ada"))
    client.post(reverse("logout"))
    said = [client.get("/").text.count("You are signed out.") for _ in range(2)]
    assert said == [1, 0]


def test_a_theme_has_a_page_of_its_own(lesson):
    for _ in range(3):
        html_for_a_guest("/")
    dark = Client()
    dark.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in dark.get("/").text
    assert 'data-theme="system"' in html_for_a_guest("/")


def test_a_fragment_and_a_whole_page_are_not_mixed_up(lesson):
    for _ in range(3):
        html_for_a_guest(LESSON)
    fragment = Client().get(LESSON, headers={"HX-Request": "true"})
    assert "<!doctype" not in fragment.text
    assert "HX-Request" in Client().get(LESSON).headers["Vary"]


def request_of_a_guest(rf):
    request = rf.get("/anywhere/")
    request.user, request.htmx = AnonymousUser(), HtmxDetails(request)
    return request


def test_a_page_with_something_of_its_visitor_in_it_is_not_kept(rf, renders):
    visits = iter(range(100))

    @cached_page
    def counting(request):
        return HttpResponse(f"visit {next(visits)}")

    texts = [counting(request_of_a_guest(rf)).text for _ in range(5)]
    assert len(set(texts)) == 5


def test_a_page_that_sets_a_cookie_is_not_kept(rf):
    @cached_page
    def setting(request):
        response = HttpResponse("the same")
        response.set_cookie("a", "b")
        return response

    for _ in range(4):
        assert "a" in setting(request_of_a_guest(rf)).cookies


def test_only_the_pages_that_were_asked_for_last_are_kept(lesson, renders, monkeypatch):
    monkeypatch.setattr(page_cache, "MAX_PAGES", 1)
    for _ in range(3):
        html_for_a_guest("/")
        html_for_a_guest(LESSON)
    assert len(renders) == 6


def test_a_page_whose_view_asks_for_a_time_is_not_kept(rf, renders, lesson):
    """SQLite gets a datetime as a text, PostgreSQL as it is."""

    @cached_page
    def changed_so_far(request):
        return HttpResponse(str(Lesson.objects.filter(changed_at__lte=timezone.now()).count()))

    assert {changed_so_far(request_of_a_guest(rf)).text for _ in range(4)} == {"1"}
    assert len(renders) == 4
    Lesson.objects.update(changed_at=timezone.now() + timedelta(days=1))
    assert changed_so_far(request_of_a_guest(rf)).text == "0"


@pytest.mark.parametrize(
    ("value", "is_kept"),
    [
        ("2026-11-28 00:24:49.772531", False),
        ("2026-11-28T00:24:49+00:00", False),
        ("2026-11-28", False),
        (timezone.now(), False),
        ("2026-11-28 is a title", True),
        ("websocket-support", True),
        (7, True),
        (None, True),
    ],
)
def test_a_statement_with_a_moment_in_it_is_not_asked_again(value, is_kept):
    assert can_be_asked_again(("SELECT 1 WHERE %s IS NULL", (value,))) == is_kept
