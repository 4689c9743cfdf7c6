"""The glossary and the symptoms: their pages, the lessons that they link, and the search for them."""

import re
import tomllib

import pytest

from lessons.labs import known_what_ifs
from lessons.models import Lesson
from lessons.reference.entries import TRACK, glossary, symptoms
from lessons.reference.words import linked_flow, words_of
from live_demo.take_home.projects import own_folder
from tests.support.servers import LESSON, ROOT

pytestmark = pytest.mark.usefixtures("lesson")
PAGE = f"/learn/{LESSON}/"
FOLDERS = {folder.name[3:]: folder for folder in sorted((ROOT / "fixtures" / TRACK).glob("*-*"))}
CAUSES = [cause for symptom in symptoms() for cause in symptom.causes]
COUNTED = {"flow": ("flow", "steps"), "step": ("execution", "steps"), "key": ("key_moments",)}


def lesson_file(slug):
    return (FOLDERS[slug] / "lesson.toml").read_text()


def content(slug):
    return tomllib.loads(lesson_file(slug))


def words_in(slug):
    """All that a reader of the lesson reads, as one text."""
    no_text = r"^(what_ifs = \[[^]]*\]|(at|lab|marks|needs|reached_by) = .*)$"
    toml = re.sub(no_text, "", lesson_file(slug), flags=re.MULTILINE)
    return "\n".join(
        [toml, *((FOLDERS[slug] / name).read_text() for name in ("snapshot.md", "transcript.md"))]
    )


@pytest.mark.parametrize("place", sorted({each.lesson for each in (*glossary(), *CAUSES)}))
def test_a_place_that_is_named_exists(place):
    slug, _, anchor = place.partition("#")
    kind, _, number = anchor.partition("-")
    rows = content(slug)
    for key in COUNTED.get(kind, ()):
        rows = rows[key]
    assert kind == "sample" or 1 <= int(number) <= len(rows)


def test_what_a_cause_lets_one_run_or_take_home_exists():
    assert {cause.what_if for cause in CAUSES if cause.what_if} <= set(known_what_ifs())
    labs = {content(cause.take_home)["lab"] for cause in CAUSES if cause.take_home}
    assert labs
    assert all(own_folder(lab) for lab in labs)


@pytest.mark.parametrize("term", glossary(), ids=lambda term: term.slug)
def test_a_term_is_explained_in_the_first_lesson_that_has_it(term):
    named = term.lesson.partition("#")[0]
    first = next((slug for slug in FOLDERS if term.pattern.search(words_in(slug))), named)
    assert list(FOLDERS).index(named) <= list(FOLDERS).index(first)


def test_a_word_is_a_term_as_a_whole_word_and_as_it_is_written():
    channel = next(term for term in glossary() if term.name == "channel")
    assert channel.pattern.search("two channels")
    assert channel.pattern.search("Channel names")
    assert not channel.pattern.search("Channels routes it to channel_name")


def test_the_glossary_explains_each_term_and_links_its_lesson(client):
    html = client.get("/glossary/").text
    for term in glossary():
        assert f'<dt id="{term.slug}">' in html
        assert f'<a href="#{term.slug}">' in html
    assert f'href="{PAGE}#flow-1"' in html


def test_each_symptom_has_its_causes_with_what_to_read_and_what_to_run(client):
    html = client.get("/symptoms/").text
    for symptom in symptoms():
        assert f'<section id="{symptom.slug}"' in html
    assert html.count('<details class="symptom">') == len(symptoms())
    assert html.count('class="sign"') == len(CAUSES)
    assert f'href="{PAGE}live/?what_if=accept_forgotten"' in html
    assert f'href="{PAGE}take-home/"' in html
    inner = set(re.findall(r'href="#([\w-]+)"', html)) - {"main", "foot"}
    assert inner <= {symptom.slug for symptom in symptoms()}


def test_lessons_that_a_visitor_may_not_see_are_not_linked(client):
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    for address in ("/glossary/", "/symptoms/"):
        response = client.get(address)
        assert response.status_code == 200
        assert PAGE not in response.text


@pytest.mark.parametrize("address", ["/glossary/", "/symptoms/"])
def test_the_queries_of_a_page_do_not_grow_with_its_entries(client, django_assert_max_num_queries, address):
    with django_assert_max_num_queries(2):
        client.get(address)


@pytest.mark.parametrize("address", ["/", "/search/", PAGE])
def test_every_page_leads_to_both(client, address):
    html = client.get(address).text
    assert 'href="/glossary/"' in html
    assert 'href="/symptoms/"' in html


def test_a_lesson_explains_its_new_words_and_links_the_others(client):
    html = client.get(PAGE).text
    assert re.search(r'<dt><a href="/glossary/#handshake">handshake</a></dt><dd>The handshake is', html)
    words = words_of(Lesson.objects.get())
    assert {"WebSocket", "consumer", "ASGI"} <= {term.name for term in words.new}
    assert {term.name for term in words.known}.isdisjoint(term.name for term in words.new)


def test_the_flow_links_code_that_is_a_term_and_nothing_else():
    lesson = Lesson.objects.get()
    text = "`readyState = 0`, `readyState` and `readyState`\n\n```\nwasClean\n```"
    lesson.flow_steps.filter(number=1).update(text=text)
    html = linked_flow(lesson)[1]
    assert html.count("readyState</a>") == 1
    assert '<code>readyState = 0</code>, <code><a class="term" href="/glossary/#readystate">' in html
    assert "wasClean</a>" not in html


def test_the_flow_links_each_term_once_and_no_word_in_code_or_in_a_link():
    lesson = Lesson.objects.get()
    lesson.flow_steps.filter(number=1).update(
        text="`a consumer` [a consumer](/x/) and consumers, <b>consumer</b>"
    )
    html = linked_flow(lesson)[1]
    assert html.count('href="/glossary/#consumer">consumers</a>') == 1
    assert "<code>a consumer</code>" in html
    assert ">a consumer</a>" in html
    assert "&lt;b&gt;" in html
    links = [link for text in linked_flow(lesson).values() for link in re.findall(r"/glossary/#[\w-]+", text)]
    assert len(links) == len(set(links))


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("1006", "/symptoms/#close-code-1006"),
        ("403", "/symptoms/#http-403"),
        ("Django can only handle ASGI/HTTP connections", "/symptoms/#http-500"),
        ("celery", "/symptoms/#nothing-arrives"),
        ("onmessage", "/glossary/#websocket"),
        ("javascript", "/glossary/#websocket"),
        ("nginx", f"{PAGE}take-home/#file-"),
        ("pip install", f"{PAGE}take-home/#"),
        ("deploy", f"{PAGE}take-home/#"),
        ("accept() is forgotten", f"{PAGE}live/?what_if=accept_forgotten"),
    ],
)
def test_the_search_finds_what_people_look_for(client, question, found):
    html = client.get("/search/", {"q": question}).text
    assert f"for “{question}”" in html
    assert f'<li><a href="{found}' in html


def test_the_search_says_which_word_it_does_not_have(client):
    html = client.get("/search/", {"q": "nginx xylophone"}).text
    assert "We have nothing about “xylophone”." in html
    assert f'<li><a href="{PAGE}take-home/#file-' in html
