"""Page and zip of what learners take home: what they show, to whom, and whose code they hold."""

import io
import re
import zipfile
from html import unescape

import httpx
import pytest
from django.contrib.auth.models import User
from django.template import Context, Template

from lessons.models import Lesson
from live_demo.challenges.definition import challenges_of

pytestmark = pytest.mark.django_db
PAGE = "/learn/django-channels/websocket-support/take-home/"
ZIP = "/learn/django-channels/websocket-support/take-home.zip"


def test_the_page_shows_every_file_of_the_zip_as_it_is_and_says_why(client, lesson):
    html = client.get(PAGE).content.decode()
    archive = zipfile.ZipFile(io.BytesIO(client.get(ZIP).content))
    shown = [
        unescape(re.sub("<[^>]+>", "", each)) for each in re.findall(r'<ol id="code.*?</ol>', html, re.S)
    ]
    held = {name.split("/", 1)[1]: archive.read(name).decode() for name in archive.namelist()}
    assert sorted(shown) == sorted(text for text in held.values() if text)
    assert [name for name in held if f">{name}</h3>" not in html] == []
    assert set(re.findall(r'data-copy="([^"]+)"', html)) <= set(re.findall(r'\bid="([^"]+)"', html))


def test_the_same_lesson_gives_the_same_bytes(client, lesson):
    first = client.get(ZIP)
    assert first["Content-Disposition"] == 'attachment; filename="websocket-support.zip"'
    assert first.content == client.get(ZIP).content


@pytest.mark.parametrize("way", ["", "live/", "snapshot/"])
def test_a_lesson_offers_it(client, lesson, way):
    html = client.get(f"/learn/django-channels/websocket-support/{way}").content.decode()
    assert f'<a href="{PAGE}">Take it home</a>' in html


def test_a_lab_that_has_nothing_to_take_home_offers_nothing(client, lesson):
    offer = Template("{% load take_home %}{% take_home lesson %}")
    assert "Take it home" in offer.render(Context({"lesson": lesson}))
    lesson.lab = "bare"
    lesson.save()
    assert offer.render(Context({"lesson": lesson})).strip() == ""
    assert client.get(PAGE).status_code == client.get(ZIP).status_code == 404


def test_only_instructors_see_a_drafts_project(client, lesson):
    Lesson.objects.update(status="draft")
    assert client.get(PAGE).status_code == client.get(ZIP).status_code == 404
    client.force_login(User.objects.create_superuser("ada"))
    assert "<b>Draft.</b>" in client.get(PAGE).content.decode()


def test_an_unknown_lesson_is_not_found(client, lesson):
    for end in ("take-home/", "take-home.zip"):
        assert client.get(f"/learn/django-channels/nothing/{end}").status_code == 404


def test_page_and_zip_ask_for_the_lesson_alone(client, lesson, django_assert_num_queries):
    for address in (PAGE, ZIP):
        with django_assert_num_queries(1):
            assert client.get(address).status_code == 200


def test_what_an_instructor_types_is_text_in_page_and_project(client, lesson):
    lesson.title, lesson.sample_message = "<script>{% now 'Y' %}{{ x }}", '"><b>'
    lesson.save()
    assert "<script>{%" not in client.get(PAGE).content.decode()
    archive = zipfile.ZipFile(io.BytesIO(client.get(ZIP).content))
    index = archive.read("websocket-support/templates/index.html").decode()
    assert "<h1>&lt;script&gt;&#123;&#37; now" in index
    assert 'value="&quot;&gt;&lt;b&gt;"' in index


def test_links_lead_out_over_https_and_are_not_followed_back(client, lesson):
    html = client.get(PAGE).content.decode()
    links = re.findall(r'<a href="(http[^"]+)" rel="([^"]+)"', html)
    hosts = {httpx.URL(address).host for address, _ in links}
    assert {
        "channels.readthedocs.io",
        "docs.djangoproject.com",
        "www.rfc-editor.org",
        "developer.mozilla.org",
        "nginx.org",
    } == hosts
    assert all(address.startswith("https://") and rel == "noopener" for address, rel in links)


def test_take_home_takes_the_draft_along_or_the_consumer_of_the_lesson(builder):
    own_code = challenges_of("chat")["own-state"].right["counter"]
    assert "your draft" not in builder.get(PAGE).content.decode()
    builder.post("/live/django-channels/websocket-support/build/save/", {"source": own_code})
    own, lessons = (builder.get(f"{PAGE}{query}").content.decode() for query in ("", "?consumer=lesson"))
    assert "is your draft" in own
    assert "CountingConsumer" in own
    for said in ("the one that runs on this site", "byte for byte"):
        assert said in lessons
        assert said not in own
    assert "CountingConsumer" not in lessons
    address = f"{ZIP}?consumer=lesson"
    assert f'href="{address}"' in lessons
    assert builder.get(address).content != builder.get(ZIP).content
