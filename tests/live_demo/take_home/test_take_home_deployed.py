"""A project that learners took home, deployed as its README says: nginx, Daphne, Redis, debug mode off."""

import asyncio
import contextlib
import io
import json
import re
import ssl
import zipfile

import httpx
import pytest
from channels_redis.utils import create_pool
from django.db import transaction
from django.test import Client
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from lessons.models import Lesson, Track
from tests.support.engines import free_port, redis_process
from tests.support.nginx import nginx
from tests.support.processes import run
from tests.support.servers import PATIENCE
from tests.support.take_home_servers import ENVIRONMENT, daphne, manage

pytestmark = pytest.mark.django_db
PRODUCTION = {
    "DEBUG": "off",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECRET_KEY": "a key for the projects under test, long enough for Django: 0123456789 abcdef",
}


@pytest.fixture(scope="module")
def project(django_db_setup, django_db_blocker, tmp_path_factory):
    """The project of a lesson on groups, with its badge."""
    with django_db_blocker.unblock(), transaction.atomic():
        track = Track.objects.create(slug="deployed")
        Lesson.objects.create(track=track, slug="groups", title="Groups", lab="groups", status="published")
        data = Client().get("/learn/deployed/groups/take-home.zip").content
        transaction.set_rollback(True)
    home = tmp_path_factory.mktemp("deployed")
    zipfile.ZipFile(io.BytesIO(data)).extractall(home)
    manage(home / "groups", "migrate")
    manage(home / "groups", "collectstatic", "--no-input", environment=PRODUCTION)
    return home / "groups"


@contextlib.contextmanager
def deployed(project, tmp_path):
    port = free_port()
    options = ["--proxy-headers", "--websocket-max-message-size", "65536"]
    with (
        daphne(project, port, *options, environment=PRODUCTION),
        nginx(tmp_path / "nginx", project, port) as proxy,
    ):
        yield proxy


def open_socket(url, path="/ws/", origin=None, **headers):
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    secure = {"ssl": tls} if url.startswith("wss") else {}
    origin = origin or url.replace("ws", "http", 1)
    return connect(
        url + path,
        origin=origin,
        additional_headers=headers,
        proxy=None,
        open_timeout=PATIENCE,
        ping_interval=None,
        **secure,
    )


def test_the_settings_pass_djangos_deployment_check(project):
    said = manage(project, "check", "--deploy", environment=PRODUCTION)
    about_every_subdomain = {"security.W005", "security.W021"}
    assert set(re.findall(r"\w+\.\w\d{3}", said)) == about_every_subdomain


def test_without_its_key_a_server_does_not_start(project):
    done = run(["manage.py", "check"], cwd=project, env=ENVIRONMENT | {"DEBUG": "off"})
    assert done.returncode
    assert "KeyError: 'SECRET_KEY'" in done.stderr


def test_nginx_passes_pages_and_sockets_on_and_keeps_its_limits(project, tmp_path):
    async def talk(url):
        async with contextlib.AsyncExitStack() as sockets:
            ada, *rest = [await sockets.enter_async_context(open_socket(url)) for _ in range(20)]
            with pytest.raises(InvalidStatus) as refused:
                await open_socket(url)
            assert refused.value.response.status_code == 429
            await ada.send("heartbeat")
            assert await ada.recv() == "heartbeat"
            await ada.send("hello")
            assert await rest[-1].recv() == "hello"

    async def come_from_elsewhere(url):
        forged = {"X-Forwarded-For": "203.0.113.9"}
        with pytest.raises(InvalidStatus) as refused:
            await open_socket(url, origin="https://elsewhere.example", **forged)
        assert refused.value.response.status_code == 403

    with deployed(project, tmp_path) as proxy:
        moved = httpx.get(f"http://{proxy.plain_host}/", timeout=PATIENCE, verify=False)
        assert moved.status_code == 301
        page = httpx.get(f"https://{proxy.host}/sign-in/", verify=False, timeout=PATIENCE)
        assert page.status_code == 200
        assert "Secure" in page.headers["Set-Cookie"]
        script = httpx.get(f"https://{proxy.host}/static/reconnect.js", verify=False, timeout=PATIENCE)
        assert "keepConnected" in script.text
        asyncio.run(come_from_elsewhere(f"wss://{proxy.host}"))
        asyncio.run(talk(f"wss://{proxy.host}"))
    log = (project / "server.log").read_text()
    assert "403 for '/ws/' from 127.0.0.1, Origin 'https://elsewhere.example'" in log
    assert "203.0.113.9" not in log


def test_a_connection_that_sends_too_much_is_closed(project):
    async def flood(url):
        async with open_socket(url) as ws:
            with pytest.raises(ConnectionClosed):
                for _ in range(200):
                    await ws.send("heartbeat")
                while True:
                    await ws.recv()
            assert ws.close_code == 4429

    async def beat_after_the_close(url):
        """A heartbeat that arrives after the server's close is not answered, and breaks nothing."""
        async with open_socket(url, "/ws/badge/") as ws:
            with contextlib.suppress(ConnectionClosed):
                await ws.send("heartbeat")
            await ws.wait_closed()
            assert ws.close_code == 4401

    with daphne(project, free_port()) as server:
        (project / "server.log").write_text("")
        asyncio.run(flood(f"ws://{server.host}"))
        asyncio.run(beat_after_the_close(f"ws://{server.host}"))
    assert "Traceback" not in (project / "server.log").read_text()


def session_of(project, name):
    code = (
        "from django.contrib.auth.models import User; from django.test import Client;"
        f"c = Client(); c.force_login(User.objects.create_user('{name}'));"
        "print('cookie', c.cookies['sessionid'].value)"
    )
    return re.search(r"cookie (\w+)", manage(project, "shell", "-c", code))[1]


def test_a_management_command_pushes_the_badge_and_a_dead_redis_does_what_the_readme_says(project):
    port, cookie = free_port(), f"sessionid={session_of(project, 'grace')}"
    redis = {"REDIS_URL": f"redis://127.0.0.1:{port}/0"}

    async def push(url):
        async with open_socket(url, "/ws/badge/", Cookie=cookie) as ws:
            before = json.loads(await ws.recv())["unread"]
            await asyncio.to_thread(
                manage, project, "notify", "grace", "The backup is done", environment=redis
            )
            return json.loads(await ws.recv())["unread"] - before

    async def outlive_redis(url, engine):
        async with open_socket(url) as idle, open_socket(url) as sender:
            engine.kill()
            engine.wait()
            assert await _until_it_is_refused(url) == 500
            await sender.send("hello")
            await sender.wait_closed()
            assert sender.close_code == 1011
            await idle.send("heartbeat")
            assert await idle.recv() == "heartbeat"
            said = await asyncio.to_thread(manage, project, "notify", "grace", "Kept", environment=redis)
            assert "Error calling" in said  # logged, and the notification is kept
            with redis_process(port):
                await _until_it_opens(url)
                assert await push(url) == 1

    with redis_process(port) as engine, daphne(project, free_port(), environment=redis) as server:
        url = f"ws://{server.host}"
        assert asyncio.run(push(url)) == 1
        asyncio.run(outlive_redis(url, engine))


async def _until_it_is_refused(url):
    """The status. The server notices a lost Redis with the first call that fails."""
    while True:
        try:
            async with open_socket(url):
                pass
        except InvalidStatus as refused:
            return refused.response.status_code


async def _until_it_opens(url):
    while True:
        with contextlib.suppress(InvalidStatus):
            async with open_socket(url):
                return


def test_the_readmes_core_layer_has_no_time_limit_on_its_sockets(project):
    snippet = re.search(r"```python\n(CHANNEL_LAYERS.*?)```", (project / "README.md").read_text(), re.S)[1]
    said = {"os": type("os", (), {"environ": {"REDIS_URL": "redis://127.0.0.1:1/0"}})}
    exec(snippet, said)
    layer = said["CHANNEL_LAYERS"]["default"]
    assert layer["BACKEND"] == "channels_redis.core.RedisChannelLayer"
    pool = create_pool(layer["CONFIG"]["hosts"][0])
    assert pool.make_connection().socket_timeout is None
