"""The project that learners take home, in a browser: when its page comes back, and when it does not."""

import io
import re
import signal
import zipfile

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.take_home_page import HALF_AN_HOUR, Page
from tests.browser.visitors import pasted
from tests.support.engines import free_port
from tests.support.nginx import nginx
from tests.support.take_home_servers import daphne as daphne_of
from tests.support.take_home_servers import manage, runserver


@pytest.fixture(scope="module")
def unpacked(request, tmp_path_factory):
    """Unpacks the projects of lessons."""
    site, home = request.getfixturevalue("daphne"), tmp_path_factory.mktemp("home")

    def make(lesson):
        data = httpx.get(f"{site.url}/learn/django-channels/{lesson}/take-home.zip", timeout=60).content
        zipfile.ZipFile(io.BytesIO(data)).extractall(home)
        return home / lesson

    return make


@pytest.fixture(scope="module")
def project(unpacked):
    return unpacked("websocket-support")


@pytest.fixture(scope="module")
def running(project):
    """One server for the tests that do not end it."""
    with runserver(project, free_port()) as server:
        yield server


@pytest.fixture(scope="module")
def tab(chromium):
    page = Page(chromium)
    yield page
    page.context.close()


@pytest.fixture
def open_page(tab):
    def open_page(server, **options):
        tab.go(server.host, **options)
        return tab

    return open_page


def test_the_page_comes_back_after_hours_and_says_what_was_not_sent(open_page, project):
    port = free_port()
    with runserver(project, port) as running:
        page = open_page(running)
        page.press("Send")
        page.shows("connect first")
        page.connect()
        page.send("hello")
        page.shows("received: echo: hello")
    page.attempt(1)
    expect(page.events.filter(has_text="lost with 1006, not clean")).to_have_count(1)
    page.send("into nothing")
    page.shows("not sent, there is no connection: into nothing")
    expect(page.events.filter(has_text=re.compile(r"\bsent: into nothing"))).to_have_count(0)
    waits = []
    for attempt in range(2, 14):
        page.pass_time(HALF_AN_HOUR)  # past the end of any wait
        page.attempt(attempt)
        waits += [float(re.search(r"in ([\d.]+) s", page.events.last.inner_text())[1])]
    assert 15 <= waits[-1] <= max(waits) <= 30
    assert len(set(waits[-6:])) > 1
    with runserver(project, port):
        page.pass_time(HALF_AN_HOUR)
        page.shows("open")


def test_the_page_notices_that_the_server_hangs(open_page, running):
    page = open_page(running)
    page.connect()
    page.send("hello")
    page.shows("received: echo: hello")
    page.send("again")  # the heartbeat between them is answered first
    page.shows("received: echo: again")
    running.process.send_signal(signal.SIGSTOP)
    try:
        page.send("is anybody there")
        page.shows("sent: is anybody there")
        page.pass_time(10_000)
        page.attempt(1)
        expect(page.events.filter(has_text="may not have arrived: is anybody there")).to_have_count(1)
        page.pass_time(1_000)  # opens a socket, whose handshake hangs
        page.pass_time(10_000)
        page.attempt(2)
    finally:
        running.process.send_signal(signal.SIGCONT)
    page.pass_time(2_000)
    page.shows("open")
    expect(page.events.filter(has_text="may not have arrived: hello")).to_have_count(0)


def test_the_page_comes_back_with_the_network(open_page, running):
    page = open_page(running)
    page.connect()
    page.context.set_offline(True)  # open sockets are not closed: nothing passes any more
    page.be_silent_until_attempt(1)
    page.pass_time(1_000)
    page.attempt(2)
    page.context.set_offline(False)  # the browser fires `online`
    page.shows("open")


def test_the_page_tries_at_once_when_somebody_looks_at_it(open_page, running):
    page = open_page(running)
    page.connect()
    page.context.set_offline(True)
    page.be_silent_until_attempt(1)
    page.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
    page.attempt(2)


def test_the_page_takes_daphnes_close_after_a_day_for_a_loss(open_page, project):
    with daphne_of(project, free_port(), "--websocket_timeout", "1") as server:  # in place of 24 hours
        page = open_page(server, static=project / "static")
        page.connect()
        expect(page.events.filter(has_text="lost with 1000")).not_to_have_count(0)
        page.pass_time(1_000)
        expect(page.events.filter(has_text=re.compile("open$")).nth(1)).to_be_visible()


def test_the_page_stays_away_when_it_is_told_to(open_page, running):
    page = open_page(running)
    page.connect()
    page.page.get_by_label("Code").fill("999")
    page.press("Close")  # refused by the browser: the connection stays
    page.send("still here")
    page.shows("received: echo: still here")
    page.page.get_by_label("Code").fill("4001")
    page.press("Close")
    page.shows("closed with 1000")
    page.send("too late")
    page.shows("not sent, there is no connection: too late")
    page.stays_away()


def test_the_page_does_not_take_its_own_close_for_a_loss(open_page, running):
    page = open_page(running)
    page.connect()
    running.process.send_signal(signal.SIGSTOP)
    try:
        page.press("Close")
        page.shows("stopped")
        page.pass_time(10_000)
        page.shows("closed with 1006, not clean")  # nobody has answered the close
    finally:
        running.process.send_signal(signal.SIGCONT)
    page.stays_away()


def test_the_page_stops_between_two_tries(open_page, running):
    page = open_page(running)
    page.page.get_by_label("Path").fill("ws/nowhere/")
    page.press("Connect")
    page.attempt(1)
    page.press("Close")
    page.shows("stopped")
    page.stays_away()


def test_heartbeats_keep_a_silent_connection_open_behind_nginx(chromium, project, tmp_path):
    production = {"DEBUG": "off", "ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": "a key for this test " * 4}
    manage(project, "collectstatic", "--no-input", environment=production)
    script = (project / "static/reconnect.js").read_text()
    frequent = script.replace("PAUSE = 20_000", "PAUSE = 200")
    port, limits = free_port(), {"timeout 180s": "timeout 5s"}
    assert frequent != script
    with (
        daphne_of(project, port, environment=production),
        nginx(tmp_path / "nginx", project, port, limits) as proxy,
    ):
        beating, silent = (chromium.new_context(ignore_https_errors=True).new_page() for _ in range(2))
        beating.route(
            "**/static/reconnect.js",
            lambda route: route.fulfill(body=frequent, content_type="text/javascript"),
        )
        for page in (beating, silent):
            page.goto(f"https://{proxy.host}/")
            page.get_by_role("button", name="Connect").click()
            expect(page.get_by_role("listitem").last).to_contain_text("open")
        lost = silent.get_by_role("listitem").filter(has_text="lost with 1006")
        expect(lost).not_to_have_count(0)  # nginx has waited for 5 seconds
        expect(beating.get_by_role("listitem")).to_have_count(1)
        beating.context.close()
        silent.context.close()


def test_a_view_pushes_the_badge_of_every_open_page(chromium, unpacked):
    project = unpacked("groups")
    manage(project, "migrate")
    account = {"DJANGO_SUPERUSER_PASSWORD": "a password of the tests"}
    manage(project, "createsuperuser", "--no-input", "--username=ada", "--email=", environment=account)
    context = chromium.new_context()
    with runserver(project, free_port()) as server:
        first, second = context.new_page(), context.new_page()
        first.goto(f"http://{server.host}/sign-in/")
        first.get_by_label("Username").fill("ada")
        first.get_by_label("Password").fill("a password of the tests")
        first.get_by_role("button", name="Sign in").click()
        expect(first.locator("#badge")).to_have_text("0")
        second.goto(f"http://{server.host}/")
        expect(second.locator("#badge")).to_have_text("0")
        first.get_by_label("Notification", exact=True).fill("Your order is on its way")
        first.get_by_role("button", name="Notify me").click()
        expect(second.locator("#badge")).to_have_text("1")
        first.get_by_role("button", name="Mark all as read").click()
        expect(second.locator("#badge")).to_have_text("0")
    context.close()


def test_every_file_is_copied_whole(visit, daphne):
    visitor = visit()
    visitor.grant("clipboard-write")
    page = visitor.page
    page.goto("/learn/django-channels/websocket-support/take-home/")
    page.get_by_role("link", name="asgi.py").click()
    expect(page.locator(".file:visible")).to_have_count(1)
    page.get_by_role("button", name="Copy project/asgi.py").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = pasted(page)
    compile(copied, "asgi.py", "exec")
    assert copied.endswith("LogRefusals(sockets)})\n")
    assert "\n\nfrom project.heartbeat import Heartbeat\n" in copied
