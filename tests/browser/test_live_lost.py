"""The live demo in Chromium where a socket is refused, lost or blocked."""

import re
import threading
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect
from websockets.sync.client import connect as open_socket

from tests.browser.live_page import PATH, connect, send
from tests.browser.visitors import BE_PATIENT
from tests.support.servers import environment, serve, var_like
from tests.support.waiting import wait_until

NOTE_STATES = """() => {
    window.states = []
    const state = document.getElementById('lab-state')
    new MutationObserver(() => states.push(state.textContent)).observe(state, { childList: true })
}"""
"""Note each state of the lab socket."""


def test_a_handshake_that_is_refused_and_one_run_too_many_are_told(visit, subtests):
    visitor = visit()
    visitor.allowed = ("WebSocket connection to", "429")
    page, message = visitor.page, visitor.page.locator("#live-message")
    page.goto("/learn/odd/silent/live/")
    with subtests.test("a handshake that is refused says so"):
        page.evaluate(NOTE_STATES)
        page.get_by_role("button", name="Connect").click()
        expect(message).to_contain_text("The handshake was refused")
        assert "readyState 0 CONNECTING" in page.evaluate("() => states")
        expect(page.locator("#lab-event")).to_contain_text("close 1006, not clean")
        expect(page.locator(".frame").last).to_contain_text("403 Forbidden")
        expect(page.get_by_role("button", name="Connect again")).to_be_enabled()

    with subtests.test("too many runs are refused in words"):
        page.evaluate(
            """async () => {
                const token = JSON.parse(document.body.dataset.hxHeaders)['X-CSRFToken']
                const headers = {'X-CSRFToken': token, 'HX-Request': 'true'}
                const url = document.querySelector('[data-connect]').action
                for (let run = 0; run < 20; run++) await fetch(url, {method: 'POST', headers})
            }"""
        )
        page.get_by_role("button", name="Connect again").click()
        expect(message).to_contain_text("20 runs in a minute")
        expect(page.get_by_role("button", name="Connect")).to_be_enabled()


@pytest.fixture
def proxied(visit_proxy, proxy):
    """A visitor whose connections can be cut."""
    visitor = visit_proxy()
    visitor.allowed = ("WebSocket connection to", "[object Event]")
    return visitor.page, proxy


def test_a_socket_that_is_blocked_swallowed_or_lost_is_told_and_the_next_run_goes_on(proxied, subtests):
    page, proxy = proxied
    message, frames = page.locator("#live-message"), page.locator("#frames")
    press_connect = page.get_by_role("button", name="Connect").click
    again = page.get_by_role("button", name="Connect again")
    with subtests.test("blocked WebSockets leave the recorded run"):
        proxy.refused = (b"GET /ws/",)
        page.goto(PATH)
        press_connect()
        expect(message).to_contain_text("No WebSocket gets through to this server")
        page.get_by_role("link", name="The recorded run shows the same").click()
        expect(page.locator(".frame")).to_have_count(5)
        expect(page.get_by_role("button", name="Connect")).to_be_enabled()

    with subtests.test("a watch socket that is swallowed is told"):
        press_connect()
        expect(message).to_contain_text("No WebSocket gets through to this server")
        proxy.refused, proxy.swallowed = (), (b"GET /ws/watch",)
        press_connect()
        expect(message).to_contain_text("No answer has come to the watch socket")
        expect(page.get_by_role("link", name="The recorded run shows the same")).to_be_visible()

    with subtests.test("runs that were given up do not hold up the next"):
        proxy.swallowed = ()
        press_connect()
        expect(page.locator("#live")).to_have_attribute("data-state", "open")

    with subtests.test("a lab socket that is swallowed is told"):
        proxy.swallowed = (b"GET /ws/lab",)
        page.get_by_role("button", name="Close", exact=True).click()
        again.click()
        expect(message).to_contain_text("No answer has come to the lab socket")
        expect(again).to_be_enabled()
        proxy.swallowed = ()

    with subtests.test("a lost watch socket comes back with everything"):
        again.click()
        expect(page.locator("#live")).to_have_attribute("data-state", "open")
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

    with subtests.test("a lost lab socket keeps the tables"):
        proxy.cut(b"GET /ws/lab")
        expect(message).to_contain_text("connection was lost after 2 messages")
        expect(frames).to_contain_text("echo: before")
        expect(again).to_be_enabled()


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


ONLINE = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


def test_a_busy_server_may_take_longer_for_a_handshake_and_a_network_that_is_away_is_told(
    visit_proxy, proxy, subtests
):
    visitor = visit_proxy(own=True)
    page, message = visitor.page, visitor.page.locator("#live-message")
    again, state = page.get_by_role("button", name="Connect again"), page.locator("#live")
    page.clock.install()
    page.goto(PATH)
    with subtests.test("one that was slow to open the watch socket may be as slow as a proxy that swallows"):
        watch, lab = threading.Event(), threading.Event()
        proxy.late = {b"GET /ws/watch": watch, b"GET /ws/lab": lab}
        page.clock.pause_at(page.evaluate("() => Date.now() + 1000"))
        page.get_by_role("button", name="Connect").click()
        while page.locator("#watch-state").text_content() != "readyState 0 CONNECTING":
            page.clock.run_for(20)
        page.clock.run_for(1000)
        watch.set()
        expect(page.locator("#lab-state")).to_have_text("readyState 0 CONNECTING")
        page.clock.run_for(6000)
        lab.set()
        expect(state).to_have_attribute("data-state", "open")

    page.clock.resume()
    page.evaluate(f"({BE_PATIENT})()")
    with subtests.test("a network that is away is told, and Connect comes back"):
        proxy.flows.clear()
        browser = visitor.context.new_cdp_session(page)
        browser.send("Network.overrideNetworkState", ONLINE | {"offline": True})
        send(page, "lost")
        expect(page.locator(".chat li[data-early]")).to_have_text("lost no answer yet")
        page.clock.run_for(3000)
        expect(message).to_contain_text("No answer from the server for 3 seconds. Your browser is offline.")
        page.get_by_role("button", name="Close", exact=True).click()
        page.clock.run_for(3000)
        expect(message).to_contain_text("No answer to the close for 3 seconds")
        expect(again).to_be_enabled()
        proxy.flows.set()
        browser.send("Network.overrideNetworkState", ONLINE | {"offline": False})
        again.click()
        expect(state).to_have_attribute("data-state", "open")

    with subtests.test("a page that is loaded anew leads to the run that it ended"):
        page.reload()
        expect(message).to_contain_text("Your last run ended when you left or reloaded this page.")
        message.get_by_role("link", name="Open that run").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("run")


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
    visit_other, made_var, tmp_path
):
    var = var_like(made_var, tmp_path / "var")
    few = environment(var, MAX_RUNS="1", MAX_SOCKETS="3")
    with (
        serve("daphne", few, var / "daphne.log") as small,
        small.learner() as other,
        visit_other(small) as visitor,
        ExitStack() as sockets,
    ):
        visitor.allowed = ("503 (Service", "response code: 403", "403 (Forbidden)", "Error Code 403 from")
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


def test_without_javascript_the_recorded_run_is_shown_and_why(visit):
    page = visit(java_script_enabled=False).page
    page.goto(PATH)
    expect(page.get_by_text("A browser opens a WebSocket only from JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Connect")).to_be_hidden()
    page.get_by_role("link", name="A run recorded on Daphne").click()
    expect(page.get_by_text("Point 1 of 21")).to_be_visible()
