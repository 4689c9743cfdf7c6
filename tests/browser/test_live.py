"""The live demo in Chromium: two real sockets, and what the page makes of them."""

import re
import shutil
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect
from websockets.sync.client import connect as open_socket

from tests.browser.conftest import Visitor, axe_violations_at
from tests.browser.live_page import PATH, connect, send
from tests.browser.proxy import Proxy
from tests.servers import environment, serve


def test_before_the_first_run_the_recorded_one_is_shown(page):
    page.goto(PATH)
    live = page.locator("#live")
    expect(live).to_contain_text("a run recorded on Daphne")
    expect(live.locator(".frame")).to_have_count(5)
    expect(live.locator("#times-5")).to_have_text("1×")
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    expect(live).to_contain_text("Send and Close wait for an open lab socket")


def test_connect_send_three_close_and_replay(page):
    connect(page)
    expect(page.locator("#lab-state")).to_have_text("readyState 1 OPEN")
    expect(page.locator("#watch-state")).to_have_text("readyState 1 OPEN")
    expect(page.locator("#row-2")).to_have_attribute("aria-current", "step")
    expect(page.locator("#value-connection_state")).to_have_text("'Accepted'")
    for number, text in enumerate(("one", "two", "three"), start=1):
        send(page, text)
        expect(page.locator("#times-4")).to_have_text(f"{number}×")
    expect(page.locator("#value-message_buffer")).to_have_text(
        "['one', 'echo: one', 'two', 'echo: two', 'three', 'echo: three']"
    )
    expect(page.locator("#line-19")).to_have_attribute("aria-current", "step")
    expect(page.locator("[aria-current=step]")).to_have_count(2)
    expect(page.locator(".frame")).to_have_count(8)
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#live-message")).to_contain_text(
        "The browser closed the socket with 1000, after 3 messages"
    )
    expect(page.locator("#value-connection_state")).to_have_text("'Closed'")
    expect(page.locator("#value-message_buffer")).to_have_text("[]")
    expect(page.locator("#ready-now")).to_have_text("3 CLOSED")
    expect(page.get_by_role("button", name="Connect again")).to_be_enabled()
    page.get_by_role("link", name="Replay this run").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your run of")
    expect(page.locator(".place")).to_contain_text(re.compile(r"Point (\d+) of \1"))
    page.get_by_role("link", name="First").click()
    expect(page.locator(".place")).to_contain_text("Point 1 of")
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page.locator(".place")).to_contain_text("Point 2 of")
    expect(page).to_have_url(re.compile("#point-2$"))
    expect(page.get_by_role("link", name="Next", exact=True)).to_be_focused()
    page.get_by_role("link", name="Previous").click()
    expect(page.get_by_role("link", name="Previous")).to_be_focused()
    page.go_back()
    expect(page.locator(".runs a")).to_have_count(1)


def test_the_beats_of_a_run_are_drawn_one_after_the_other(visit):
    page = visit(reduced_motion="no-preference").page
    page.goto(PATH)
    page.evaluate(
        """() => {
            window.lines = []
            const code = document.querySelector('.pane-code ol')
            const note = () => window.lines.push(code.querySelector('[aria-current]')?.id)
            new MutationObserver(note).observe(code, {subtree: true, attributeFilter: ['aria-current']})
        }"""
    )
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#value-connection_state")).to_have_text("'Accepted'")
    lines = page.evaluate("() => [...new Set(window.lines)].filter(Boolean)")
    assert lines[-2:] == ["line-11", "line-12"]


def test_a_close_code_of_the_learner_reaches_disconnect(page):
    connect(page)
    page.get_by_label("Close code").select_option("4001")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#live-message")).to_contain_text("with 4001")
    expect(page.locator(".frame").last).to_contain_text("close 4001")


def test_a_second_run_starts_from_an_empty_table(page):
    connect(page)
    send(page, "first run")
    expect(page.locator(".frame")).to_have_count(4)
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Connect again").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    expect(page.locator(".frame")).to_have_count(2)
    expect(page.locator("#times-3")).to_have_text("not yet")


def test_what_a_learner_types_stays_text(page):
    connect(page)
    send(page, "<img src=x onerror=alert(1)> {{ 7 }}")
    expect(page.locator(".frame").last).to_contain_text("echo: <img src=x onerror=alert(1)> {{ 7 }}")
    assert page.locator("#frames img").count() == 0


def test_two_learners_see_their_own_frames_only(visit):
    ada, bob = visit().page, visit().page
    connect(ada)
    connect(bob)
    send(ada, "from ada")
    send(bob, "from bob")
    expect(ada.locator("#frames")).to_contain_text("echo: from ada")
    expect(bob.locator("#frames")).to_contain_text("echo: from bob")
    assert "bob" not in ada.locator("#frames").inner_text()
    assert "ada" not in bob.locator("#frames").inner_text()


def test_a_handshake_that_is_refused_says_so(visit):
    visitor = visit()
    visitor.allowed = ("WebSocket connection to",)
    page = visitor.page
    page.goto("/learn/odd/silent/")
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#lab-state")).to_have_text("readyState 0 CONNECTING")
    expect(page.locator("#live-message")).to_contain_text("The handshake was refused")
    expect(page.locator("#lab-event")).to_contain_text("close 1006, not clean")
    expect(page.locator(".frame").last).to_contain_text("403 Forbidden")
    expect(page.get_by_role("button", name="Connect again")).to_be_enabled()


@pytest.fixture
def proxied(visit, daphne):
    """A visitor whose connections can be cut."""
    proxy = Proxy(daphne.port)
    visitor = visit(base_url=f"http://127.0.0.1:{proxy.port}")
    visitor.allowed = ("WebSocket connection to", "[object Event]")
    yield visitor.page, proxy
    proxy.close()


def test_a_lost_watch_socket_comes_back_with_everything(proxied):
    page, proxy = proxied
    connect(page)
    send(page, "before")
    expect(page.locator("#times-4")).to_have_text("1×")
    proxy.refused = (b"GET /ws/watch",)
    proxy.cut(b"GET /ws/watch")
    expect(page.locator("#live-message")).to_contain_text("What you see is kept; trying again")
    expect(page.locator("#frames")).to_contain_text("echo: before")
    send(page, "meanwhile")
    expect(page.locator("#lab-event")).to_contain_text("echo: meanwhile")
    proxy.refused = ()
    expect(page.locator("#live-message")).to_contain_text("The watch socket is back")
    expect(page.locator("#frames")).to_contain_text("echo: meanwhile")
    expect(page.locator("#times-4")).to_have_text("2×")
    expect(page.locator(".frame")).to_have_count(6)


def test_a_lost_lab_socket_says_so_and_keeps_the_tables(proxied):
    page, proxy = proxied
    connect(page)
    send(page, "before")
    expect(page.locator("#times-4")).to_have_text("1×")
    proxy.cut(b"GET /ws/lab")
    expect(page.locator("#live-message")).to_contain_text("connection was lost after 1 message")
    expect(page.locator("#frames")).to_contain_text("echo: before")
    expect(page.get_by_role("button", name="Connect again")).to_be_enabled()


def test_blocked_websockets_leave_the_recorded_run(proxied):
    page, proxy = proxied
    proxy.refused = (b"GET /ws/",)
    page.goto(PATH)
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live-message")).to_contain_text("WebSockets do not get through from here")
    expect(page.locator(".frame")).to_have_count(5)
    expect(page.get_by_role("button", name="Connect")).to_be_enabled()


def test_too_many_runs_are_refused_in_words(visit):
    visitor = visit()
    visitor.allowed = ("429",)
    page = visitor.page
    page.goto(PATH)
    page.evaluate(
        """async () => {
            const token = document.querySelector('[name=csrfmiddlewaretoken]').value
            const headers = {'X-CSRFToken': token, 'HX-Request': 'true'}
            const url = document.querySelector('[data-connect]').action
            for (let run = 0; run < 20; run++) await fetch(url, {method: 'POST', headers})
        }"""
    )
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live-message")).to_contain_text("20 runs in a minute")
    expect(page.get_by_role("button", name="Connect")).to_be_enabled()


def test_a_full_server_says_so_and_leaves_the_recorded_run(chromium, made_var, tmp_path):
    var = shutil.copytree(made_var, tmp_path / "var")
    with serve("daphne", environment(var, MAX_RUNS="1"), var / "daphne.log") as small:
        first, second = Visitor(chromium, small), Visitor(chromium, small)
        connect(first.page)
        second.page.goto(PATH)
        second.page.get_by_role("button", name="Connect").click()
        expect(second.page.locator("#live-message")).to_contain_text("The server is full")
        expect(second.page.locator(".frame")).to_have_count(5)
        expect(second.page.get_by_role("button", name="Connect")).to_be_enabled()
        first.page.get_by_role("button", name="Close").click()
        expect(first.page.locator("#live")).to_have_attribute("data-state", "ended")
        expect(first.page.locator("#live-message")).to_contain_text("Replay this run")
        second.page.get_by_role("button", name="Connect").click()
        expect(second.page.locator("#live")).to_have_attribute("data-state", "open")
        first.context.close()
        second.context.close()


def raw_socket(learner, path):
    """A socket of a client without a browser."""
    cookies = "; ".join(f"{name}={value}" for name, value in learner.cookies.items())
    address = f"ws://127.0.0.1:{learner.server.port}{path}"
    headers = {"Cookie": cookies}
    return open_socket(address, origin=learner.server.url, additional_headers=headers, proxy=None)


def hold_watch_socket(learner, sockets):
    """Open a watch socket that has a place, as soon as there is one."""
    ticket, _ = learner.start_run()
    is_held = False
    while not is_held:
        with ExitStack() as attempt:
            socket = attempt.enter_context(raw_socket(learner, f"/ws/watch/{ticket}/"))
            is_held = 'id="now"' in socket.recv()
            if is_held:
                sockets.enter_context(attempt.pop_all())


def test_a_place_that_is_gone_when_a_socket_opens_is_explained_on_the_page(chromium, made_var, tmp_path):
    var = shutil.copytree(made_var, tmp_path / "var")
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
        while not other.get(f"/live/runs/{run_id}.json").json()["points"]:
            pass
        for _ in range(3):
            hold_watch_socket(other, sockets)
        page.get_by_role("button", name="Connect again").click()
        expect(message).to_contain_text("The server is full. All 3 places for sockets are taken.")
        expect(page.get_by_role("button", name="Connect")).to_be_enabled()

        sockets.close()
        while page.locator("#live").get_attribute("data-state") != "open":
            page.get_by_role("button", name="Connect").click()
            expect(page.locator("#live")).to_have_attribute("data-state", re.compile("open|idle"))
        visitor.context.close()


def test_without_javascript_the_recorded_run_is_shown_and_why(visit):
    page = visit(java_script_enabled=False).page
    page.goto(PATH)
    expect(page.get_by_text("A browser opens a WebSocket only from JavaScript")).to_be_visible()
    expect(page.locator(".frame")).to_have_count(5)
    expect(page.get_by_role("button", name="Connect")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_the_page_never_scrolls_sideways(visit, width):
    page = visit(viewport={"width": width, "height": 800}).page
    for path in ("/", PATH):
        page.goto(path)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    connect(page)
    send(page, "a-long-word-" * 12)
    expect(page.locator("#times-4")).to_have_text("1×")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing(page):
    page.goto(PATH)
    connect(page)
    send(page, "hi")
    expect(page.locator("#times-4")).to_have_text("1×")
    assert axe_violations_at(page, 390, 1440) == []
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#live-message")).to_contain_text("Replay this run")
    assert axe_violations_at(page, 390, 1440) == []
    page.get_by_role("link", name="Replay this run").click()
    expect(page.locator(".place")).to_be_visible()
    assert axe_violations_at(page, 390, 1440) == []


def test_a_run_by_keyboard_alone(page):
    page.goto(PATH)
    page.get_by_role("button", name="Connect").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Message")).to_be_focused()
    page.keyboard.type("typed")
    page.keyboard.press("Enter")
    expect(page.locator("#frames")).to_contain_text("echo: typed")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Connect again")).to_be_focused()


def test_a_screen_reader_hears_a_turn_once(page):
    page.goto(PATH)
    page.evaluate(
        """() => {
            window.heard = []
            const status = document.getElementById('live-status')
            const note = () => window.heard.push(status.textContent)
            new MutationObserver(note).observe(status, {childList: true})
        }"""
    )
    connect_button = page.get_by_role("button", name="Connect")
    connect_button.click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    send(page, "hi")
    expect(page.locator("#live-status")).to_contain_text("message_buffer is ['hi', 'echo: hi']")
    heard = page.evaluate("() => window.heard")
    assert len(heard) <= 6
