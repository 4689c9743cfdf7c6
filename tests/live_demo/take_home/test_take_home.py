"""What learners take home: each lesson's project checked, tested and served as it comes out of its zip."""

import asyncio
import io
import re
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import httpx
import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.template import Context, Template
from django.test import Client
from websockets.asyncio.client import connect

from lessons.models import Lesson, Track
from live_demo.challenges.definition import challenges_of
from live_demo.lab import all_labs
from live_demo.take_home.projects import own_folder, reasons
from tests.support.engines import free_port
from tests.support.processes import run
from tests.support.server_fixtures import EVERY_LESSON
from tests.support.servers import PATIENCE, ROOT
from tests.support.take_home_servers import ENVIRONMENT, daphne, runserver

pytestmark = pytest.mark.django_db
LESSONS = {
    file.parent.name[3:]: tomllib.loads(file.read_text())
    for file in sorted(EVERY_LESSON.glob("django-channels/*/lesson.toml"))
}
PAGE = "/learn/django-channels/websocket-support/take-home/"
ZIP = "/learn/django-channels/websocket-support/take-home.zip"


@pytest.fixture(scope="module")
def zips(django_db_setup, django_db_blocker):
    """The zip of every shipped lesson, as a visitor gets it."""
    with django_db_blocker.unblock(), transaction.atomic():
        track = Track.objects.create(slug="home")
        for slug, said in LESSONS.items():
            sample = {
                "sample_message": said["sample"].get("message", "hello"),
                "script": said.get("script", []),
            }
            named = {"title": said["title"], "lab": said["lab"], "status": said["status"]}
            Lesson.objects.create(track=track, slug=slug, **named, **sample)
        responses = {slug: Client().get(f"/learn/home/{slug}/take-home.zip") for slug in LESSONS}
        transaction.set_rollback(True)
    return {slug: response.content for slug, response in responses.items()}


@pytest.fixture(scope="module")
def projects(zips, tmp_path_factory):
    """{slug: folder of the unpacked project}, outside of this repository."""
    home = tmp_path_factory.mktemp("home")
    for data in zips.values():
        zipfile.ZipFile(io.BytesIO(data)).extractall(home)
    return {slug: home / slug for slug in zips}


@pytest.fixture(scope="module")
def outcomes(projects):
    """What `manage.py test` said in each project, run side by side; it makes every check of Django first."""

    def tested(project):
        return run(["manage.py", "test"], cwd=project, env=ENVIRONMENT)

    with ThreadPoolExecutor(4) as pool:
        return dict(zip(projects, pool.map(tested, projects.values()), strict=True))


@pytest.mark.parametrize("slug", LESSONS)
def test_every_lessons_project_passes_its_own_checks_and_tests(slug, outcomes):
    done = outcomes[slug]
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "System check identified no issues (0 silenced)" in said
    assert re.search(r"Ran [1-9]", said)


def test_a_project_has_the_labs_own_file_and_nothing_of_this_site(projects):
    for slug, project in projects.items():
        source = ROOT / "live_demo" / "labs" / LESSONS[slug]["lab"] / "consumer.py"
        assert (project / "project/consumer.py").read_bytes() == source.read_bytes()
        texts = [file.read_text() for file in project.rglob("*") if file.is_file()]
        assert not [
            text for text in texts if re.search(r"live_demo|LESSON_|_VERSION|TheConsumer|_IT\b", text)
        ]


def test_every_zip_is_small_and_has_what_a_project_needs(zips):
    shared = ROOT / "live_demo" / "take_home" / "project"
    needed = {str(file.relative_to(shared)) for file in shared.rglob("*") if file.is_file()} | {"tests.py"}
    for slug, data in zips.items():
        names = {name.removeprefix(f"{slug}/") for name in zipfile.ZipFile(io.BytesIO(data)).namelist()}
        assert len(data) < 25_000
        assert {name for name in needed if "__pycache__" not in name} <= names <= set(reasons())


def open_socket(host, path):
    return connect(f"ws://{host}{path}", origin=f"http://{host}", proxy=None, open_timeout=PATIENCE)


def test_runserver_serves_page_scripts_and_sockets(projects):
    async def echo(host):
        async with open_socket(host, "/ws/") as ws:
            await ws.send("hello")
            return await ws.recv()

    with runserver(projects["websocket-support"], free_port()) as running:
        host = running.host
        page = httpx.get(f"http://{host}/", timeout=PATIENCE)
        assert page.status_code == 200
        assert "<h1>Channels for WebSocket support</h1>" in page.text
        assert "keepConnected" in httpx.get(f"http://{host}/static/client.js", timeout=PATIENCE).text
        assert asyncio.run(echo(host)) == "echo: hello"


def test_daphne_carries_a_message_to_everybody_in_a_room(projects):
    async def talk(host):
        async with open_socket(host, "/ws/python/") as ada, open_socket(host, "/ws/python/") as grace:
            await ada.send("hello")
            return await ada.recv(), await grace.recv()

    with daphne(projects["groups"], free_port()) as running:
        assert asyncio.run(talk(running.host)) == ("hello", "hello")


# Page and zip --------------------------------------------------------------------------------------


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


def test_every_shipped_lab_can_be_taken_home():
    shipped = [name for name, lab in all_labs().items() if lab.consumer.__module__.startswith("live_demo.")]
    assert len(shipped) >= 8
    for name in shipped:
        assert {"tests.py", "try.md"} <= {file.name for file in own_folder(name).iterdir()}


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
