"""The live demo in Chromium where a socket is blocked, swallowed or lost, or the network is away."""

import threading

import pytest
from playwright.sync_api import expect

from tests.browser.live_page import PATH, connect, send
from tests.browser.visitors import BE_PATIENT


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
