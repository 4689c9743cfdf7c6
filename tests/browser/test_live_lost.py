"""The live demo in Chromium where a socket is refused, lost or blocked."""

import re
import threading
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect
from websockets.sync.client import connect as open_socket

from tests.browser.live_page import PATH, connect, send
from tests.browser.proxy import Proxy
from tests.browser.visitors import Visitor, Visitors
from tests.support.servers import environment, serve, var_like
from tests.support.waiting import wait_until

NOTE_STATES = """() => {
    window.states = []
    const state = document.getElementById('lab-state')
    new MutationObserver(() => states.push(state.textContent)).observe(state, { childList: true })
}"""
"""Note each state of the lab socket."""


def test_a_handshake_that_is_refused_says_so(visit):
    visitor = visit()
    visitor.allowed = ("WebSocket connection to",)
    page = visitor.page
    page.goto("/learn/odd/silent/live/")
    page.evaluate(NOTE_STATES)
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live-message")).to_contain_text("The handshake was refused")
    assert "readyState 0 CONNECTING" in page.evaluate("() => states")
    expect(page.locator("#lab-event")).to_contain_text("close 1006, not clean")
    expect(page.locator(".frame").last).to_contain_text("403 Forbidden")
    expect(page.get_by_role("button", name="Connect again")).to_be_enabled()


@pytest.fixture(scope="module")
def proxy(daphne):
    proxy = Proxy(daphne.port)
    yield proxy
    proxy.close()


@pytest.fixture(scope="module")
def visitors_of_proxy(chromium, proxy):
    """Visitors who give up a socket as usual: the proxy may swallow it."""
    visitors = Visitors(chromium, proxy, is_patient=False)
    yield visitors
    visitors.close()


@pytest.fixture
def visit_proxy(visitors_of_proxy, proxy):
    with visitors_of_proxy.checked() as make:
        yield make
        proxy.forget()


@pytest.fixture
def proxied(visit_proxy, proxy):
    """A visitor whose connections can be cut."""
    visitor = visit_proxy()
    visitor.allowed = ("WebSocket connection to", "[object Event]")
    return visitor.page, proxy


def test_a_lost_watch_socket_comes_back_with_everything_and_a_lost_lab_socket_keeps_the_tables(proxied):
    page, proxy = proxied
    message, frames = page.locator("#live-message"), page.locator("#frames")
    connect(page)
    send(page, "before")
    expect(page.locator("#times-4")).to_have_text("1×")
    proxy.refused = (b"GET /ws/watch",)
    proxy.cut(b"GET /ws/watch")
    expect(message).to_contain_text("What you see is kept; trying again")
    expect(page.locator("#watch-state")).to_be_visible()
    expect(frames).to_contain_text("echo: before")
    send(page, "meanwhile")
    expect(page.locator("#lab-event")).to_contain_text("echo: meanwhile")
    proxy.refused = ()
    expect(message).to_contain_text("The watch socket is back")
    expect(frames).to_contain_text("echo: meanwhile")
    expect(page.locator("#times-4")).to_have_text("2×")
    expect(page.locator(".frame")).to_have_count(6)

    proxy.cut(b"GET /ws/lab")
    expect(message).to_contain_text("connection was lost after 2 messages")
    expect(frames).to_contain_text("echo: before")
    expect(page.get_by_role("button", name="Connect again")).to_be_enabled()


def test_what_browser_b_has_sent_stays_when_the_watch_socket_of_a_comes_back(proxied):
    page, proxy = proxied
    connect(page, "/learn/django-channels/groups/live/")
    page.get_by_role("button", name="Open browser B").click()
    page.get_by_label("Text from B").fill("from B")
    page.get_by_role("button", name="Send from B").click()
    of_b = page.locator('.frame[data-who="b"]')
    expect(page.locator("#times-7")).to_have_text("1×")
    expect(of_b).to_have_count(4)
    proxy.cut(b"GET /ws/watch")
    expect(page.locator("#live-message")).to_contain_text("The watch socket is back")
    send(page, "from A")
    expect(page.locator("#times-5")).to_have_text("1×")
    expect(of_b).to_have_count(4)
    times = page.locator(".frame").evaluate_all("(all) => all.map(({ dataset }) => Number(dataset.time))")
    assert times == sorted(times)


def test_an_upgrade_that_is_swallowed_is_told_and_connect_comes_back(proxied):
    page, proxy = proxied
    message = page.locator("#live-message")
    proxy.swallowed = (b"GET /ws/watch",)
    page.goto(PATH)
    page.get_by_role("button", name="Connect").click()
    expect(message).to_contain_text("No answer has come to the watch socket")
    expect(page.get_by_role("link", name="The recorded run shows the same")).to_be_visible()
    proxy.swallowed = ()
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    proxy.swallowed = (b"GET /ws/lab",)
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("button", name="Connect again").click()
    expect(message).to_contain_text("No answer has come to the lab socket")
    expect(page.get_by_role("button", name="Connect again")).to_be_enabled()


def test_a_run_that_was_given_up_does_not_hold_up_the_next(proxied):
    page, proxy = proxied
    message = page.locator("#live-message")
    proxy.refused = (b"GET /ws/",)
    page.goto(PATH)
    page.get_by_role("button", name="Connect").click()
    expect(message).to_contain_text("No WebSocket gets through to this server")

    proxy.refused, proxy.swallowed = (), (b"GET /ws/watch",)
    page.get_by_role("button", name="Connect").click()
    expect(message).to_contain_text("No answer has come to the watch socket")
    proxy.swallowed = ()
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")


def test_blocked_websockets_leave_the_recorded_run(proxied):
    page, proxy = proxied
    proxy.refused = (b"GET /ws/",)
    page.goto(PATH)
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live-message")).to_contain_text("No WebSocket gets through to this server")
    page.get_by_role("link", name="The recorded run shows the same").click()
    expect(page.locator(".frame")).to_have_count(5)
    expect(page.get_by_role("button", name="Connect")).to_be_enabled()


def test_a_busy_server_may_take_longer_for_a_handshake(visit_proxy, proxy):
    """One that has taken a second for the watch socket takes as long as a proxy that swallows the upgrade."""
    page = visit_proxy(own=True).page
    watch, lab = threading.Event(), threading.Event()
    proxy.late = {b"GET /ws/watch": watch, b"GET /ws/lab": lab}
    page.clock.install()
    page.goto(PATH)
    page.clock.pause_at(page.evaluate("() => Date.now() + 1000"))
    page.get_by_role("button", name="Connect").click()
    while page.locator("#watch-state").text_content() != "readyState 0 CONNECTING":
        page.clock.run_for(20)
    page.clock.run_for(1000)
    watch.set()
    expect(page.locator("#lab-state")).to_have_text("readyState 0 CONNECTING")
    page.clock.run_for(6000)
    lab.set()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")


def test_a_network_that_is_away_is_told_and_connect_comes_back(visit):
    visitor = visit(own=True)
    visitor.allowed = ("htmx:", "ERR_INTERNET_DISCONNECTED")
    page, message = visitor.page, visitor.page.locator("#live-message")
    page.clock.install()  # Chromium keeps a core busy for as long as a socket is offline
    connect(page)
    visitor.context.set_offline(True)
    send(page, "lost")
    expect(page.locator(".chat li[data-early]")).to_have_text("lost no answer yet")
    page.clock.run_for(3000)
    expect(message).to_contain_text("No answer from the server for 3 seconds. Your browser is offline.")
    page.get_by_role("button", name="Close", exact=True).click()
    page.clock.run_for(3000)
    expect(message).to_contain_text("No answer to the close for 3 seconds")
    expect(page.get_by_role("button", name="Connect again")).to_be_enabled()
    visitor.context.set_offline(False)
    page.get_by_role("button", name="Connect again").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    page.reload()
    expect(message).to_contain_text("Your last run ended when you left or reloaded this page.")
    message.get_by_role("link", name="Open that run").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("run")


def test_too_many_runs_are_refused_in_words(visit):
    visitor = visit()
    visitor.allowed = ("429",)
    page = visitor.page
    page.goto(PATH)
    page.evaluate(
        """async () => {
            const token = JSON.parse(document.body.dataset.hxHeaders)['X-CSRFToken']
            const headers = {'X-CSRFToken': token, 'HX-Request': 'true'}
            const url = document.querySelector('[data-connect]').action
            for (let run = 0; run < 20; run++) await fetch(url, {method: 'POST', headers})
        }"""
    )
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live-message")).to_contain_text("20 runs in a minute")
    expect(page.get_by_role("button", name="Connect")).to_be_enabled()


def raw_socket(learner, path):
    """A socket of a client without a browser."""
    cookies = "; ".join(f"{name}={value}" for name, value in learner.cookies.items())
    address = f"ws://127.0.0.1:{learner.server.port}{path}"
    headers = {"Cookie": cookies}
    return open_socket(address, origin=learner.server.url, additional_headers=headers, proxy=None)


def hold_watch_socket(learner, sockets):
    """Open a watch socket that has a place, as soon as there is one."""
    ticket, _ = learner.start_run()

    def is_held():
        with ExitStack() as attempt:
            socket = attempt.enter_context(raw_socket(learner, f"/ws/watch/{ticket}/"))
            has_place = 'id="now"' in socket.recv()
            if has_place:
                sockets.enter_context(attempt.pop_all())
        return has_place

    wait_until(is_held)


def connect_until_open(page):
    """Connect as often as it takes until there is a place."""

    def is_open():
        page.get_by_role("button", name="Connect").click()
        expect(page.locator("#live")).to_have_attribute("data-state", re.compile("open|idle"))
        return page.locator("#live").get_attribute("data-state") == "open"

    wait_until(is_open)


def test_a_full_server_says_so_at_once_or_as_a_socket_opens_and_leaves_the_recorded_run(
    chromium, made_var, tmp_path
):
    var = var_like(made_var, tmp_path / "var")
    few = environment(var, MAX_RUNS="1", MAX_SOCKETS="3")
    with serve("daphne", few, var / "daphne.log") as small, small.learner() as other, ExitStack() as sockets:
        visitor = Visitor(chromium, small)
        page, message = visitor.page, visitor.page.locator("#live-message")
        ticket, run_id = other.start_run()

        def taken_meanwhile(route):
            response = route.fetch()
            sockets.enter_context(raw_socket(other, f"/ws/lab/{ticket}/"))
            route.fulfill(response=response)

        page.goto(PATH)
        page.route("**/runs/", taken_meanwhile, times=1)
        page.get_by_role("button", name="Connect").click()
        expect(message).to_contain_text("The server is full. The one place for live runs is taken.")
        expect(page.locator("#live")).to_have_attribute("data-state", "ended")
        expect(message).to_contain_text("The server is full. The one place for live runs is taken.")

        sockets.close()
        wait_until(lambda: other.get(f"/live/runs/{run_id}.json").json()["points"])
        for _ in range(3):
            hold_watch_socket(other, sockets)
        page.get_by_role("button", name="Connect again").click()
        expect(message).to_contain_text("The server is full. All 3 places for sockets are taken.")
        expect(page.get_by_role("button", name="Connect")).to_be_enabled()

        sockets.close()
        connect_until_open(page)
        second = visitor.open()
        visitor.context.clear_cookies()  # somebody else
        second.goto(PATH)
        second.get_by_role("button", name="Connect").click()
        expect(second.locator("#live-message")).to_contain_text("The server is full")
        second.get_by_role("button", name="Play").click()
        expect(second.locator(".frame")).to_have_count(5)
        expect(second.get_by_role("button", name="Connect")).to_be_enabled()
        page.get_by_role("button", name="Close", exact=True).click()
        expect(page.locator("#live")).to_have_attribute("data-state", "ended")
        expect(message).to_contain_text("Replay this run")
        connect_until_open(second)
        visitor.context.close()


def test_without_javascript_the_recorded_run_is_shown_and_why(visit):
    page = visit(java_script_enabled=False).page
    page.goto(PATH)
    expect(page.get_by_text("A browser opens a WebSocket only from JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Connect")).to_be_hidden()
    page.get_by_role("link", name="A run recorded on Daphne").click()
    expect(page.get_by_text("Point 1 of 21")).to_be_visible()
