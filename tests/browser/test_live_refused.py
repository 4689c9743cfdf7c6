"""The live demo in Chromium where the server refuses: a handshake, one run too many, a run without place."""

import re
from contextlib import ExitStack

from playwright.sync_api import expect
from websockets.sync.client import connect as open_socket

from tests.browser.live_page import PATH
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
