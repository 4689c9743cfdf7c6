"""The search: where it leads with what visitors type, and what it says where nothing is found."""

import re

import pytest

from lessons.models import Lesson
from lessons.reference.entries import TRACK, goals
from lessons.search.find import find

pytestmark = pytest.mark.django_db
GROUPS, FIRST, BREAKS = (
    f"/learn/{TRACK}/{slug}/" for slug in ("groups", "websocket-support", "when-it-breaks")
)
LEADS_TO = {
    "notification": f"{GROUPS}#key-6",
    "Notifications": f"{GROUPS}#key-6",
    "typing": f"{GROUPS}#key-2",
    "broadcast": f"{GROUPS}#flow-5",
    "presence": f"{GROUPS}build/",
    "online users": f"{GROUPS}build/",
    "names sorted": f"{GROUPS}build/#challenges-title",
    "chat room": f"{GROUPS}#flow-2",
    "progress bar": f"{GROUPS}#key-6",
    "scaling": f"{GROUPS}#key-4",
    "reconnect": f"{BREAKS}#flow-2",
    "message lost": "/symptoms/#messages-are-missing",
    "1006": "/symptoms/#close-code-1006",
    "404": "/symptoms/#http-404",
    "timeout": "/symptoms/#stops-after-a-minute",
    "jwt": "/symptoms/#user-is-anonymous",
    "heartbeat": "/glossary/#heartbeat",
    "channel layer": "/glossary/#channel-layer",
    "nginx": f"{FIRST}take-home/#file-",
    "deploy": f"{FIRST}take-home/#from-here",
    "install": f"{FIRST}take-home/#run-it",
    "javascript": f"{FIRST}#sample",
    "celery": f"{GROUPS}#key-6",
    "websocket": "/glossary/#websocket",
    "login": f"/learn/{TRACK}/who-is-it/#flow-3",
}


def first_found(client, question):
    html = client.get("/search/", {"q": question}).text
    found = re.search(r'<li><a href="([^"]+)"', html[html.index(f"for “{question}”") :])
    return found and found[1]


def test_what_people_type_leads_to_where_it_is_explained(client, every_lesson):
    found = {question: first_found(client, question) for question in LEADS_TO}
    assert {q: at for q, at in found.items() if not at.startswith(LEADS_TO[q])} == {}


def test_every_goal_leads_to_a_page_that_exists_and_to_a_place_on_it(client, every_lesson):
    for goal in goals():
        page, _, anchor = f"/learn/{TRACK}/{goal.lesson}/{goal.place}".partition("#")
        response = client.get(page)
        assert response.status_code == 200, goal.title
        assert not anchor or f'id="{anchor}"' in response.text, goal.title


def test_a_file_to_take_home_is_found_by_its_name_and_shown(client, every_lesson):
    """`heartbeat.py` comes before `consumer.py` where reasons are given, and after it on the page."""
    html = client.get("/search/", {"q": "closes a connection that sends too many messages"}).text
    address, title = re.search(r'<li><a href="([^"]+)">(.*?)</a>', html).groups()
    assert title == "Take it home: project/limits.py"
    page = client.get(address.partition("#")[0]).text
    assert f'id="{address.partition("#")[2]}-name">project/limits.py<' in page


@pytest.mark.parametrize("question", ["InvalidStateError", "UPGRADE close", "URLRouter consumer"])
def test_search_finds_lessons_that_hold_every_word(client, question):
    html = client.get("/search/", {"q": question}).text
    assert f"for “{question}”" in html
    assert f'href="{FIRST}' in html
    assert f"<mark>{question.split()[0]}</mark>".lower() in html.lower()


def test_search_leads_to_the_place_that_tells_most(client):
    lesson = Lesson.objects.get()
    lesson.key_moments.filter(number=1).update(answer="Then `group_discard()` is due, with close code 1006.")
    lesson.save()
    for question in ("close code 1006", "group_discard"):
        html = client.get("/search/", {"q": question}).text
        assert f'href="{FIRST}#key-1"' in html
        for word in question.split():
            assert f"<mark>{word}</mark>" in html


def test_search_shows_the_lesson_first_whose_title_has_the_words():
    first = Lesson.objects.get()
    last = {"track": first.track, "lab": "chat", "status": "published"}
    Lesson.objects.create(slug="last", number=9, title="Close code 1006", **last)
    results = find(Lesson.objects.all(), "close code 1006")
    lessons = [each for each in results.with_all if each.meta == first.track.title]
    assert lessons[0].title == "Close code 1006"


def test_search_offers_what_is_nearest_where_nothing_is_found(client):
    html = client.get("/search/", {"q": "accpet"}).text
    assert 'Did you mean <a href="/search/?q=accept">accept</a>?' in html
    assert f'<li><a href="{FIRST}">' in html
    html = client.get("/search/", {"q": "websocket xylophone"}).text
    assert "We have nothing about “xylophone”." in html
    assert "results for the other words." in html
    assert "<mark>WebSocket</mark>" in html


def test_search_finds_nothing_that_is_not_there_and_no_draft(client):
    assert "We have nothing about “xylophone”." in client.get("/search/", {"q": "websocket xylophone"}).text
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    html = client.get("/search/", {"q": "websocket"}).text
    assert "We have nothing about “websocket”." in html
    assert '<ol class="found">' not in html


def test_what_is_searched_for_stays_text(client):
    html = client.get("/search/", {"q": '<script>"'}).text
    assert "<script>&quot;" not in html
    assert "&lt;script&gt;" in html


def test_the_queries_of_search_do_not_grow_with_what_is_found(client, django_assert_max_num_queries):
    first = Lesson.objects.get()
    for number in range(2, 12):
        Lesson.objects.create(
            track=first.track,
            slug=f"l{number}",
            number=number,
            title="WebSocket",
            lab="chat",
            status="published",
        )
    with django_assert_max_num_queries(12):
        html = client.get("/search/", {"q": "websocket"}).text
    assert html.count(f'<span class="meta">{first.track.title}</span>') == 11
