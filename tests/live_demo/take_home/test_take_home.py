"""What learners take home: each lesson's project is checked, tested and served out of its zip."""

import asyncio
import io
import re
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from django.db import transaction
from django.test import Client
from websockets.asyncio.client import connect

from lessons.models import Lesson, Track
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


def test_every_shipped_lab_can_be_taken_home():
    shipped = [name for name, lab in all_labs().items() if lab.consumer.__module__.startswith("live_demo.")]
    assert len(shipped) >= 8
    for name in shipped:
        assert {"tests.py", "try.md"} <= {file.name for file in own_folder(name).iterdir()}
