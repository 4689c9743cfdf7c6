"""The live demo in Chromium: two real sockets, and what the page makes of them."""

import re

from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at, widths_of_sideways
from tests.browser.live_page import PATH, connect, send

NOTE_LINES = """() => {
    window.lines = []
    const code = document.querySelector('.pane-code ol')
    const note = () => window.lines.push(code.querySelector('[aria-current]')?.id)
    new MutationObserver(note).observe(code, {subtree: true, attributeFilter: ['aria-current']})
}"""
NOTE_WORDS = """() => {
    window.heard = []
    const status = document.getElementById('live-status')
    const note = () => window.heard.push(status.textContent)
    new MutationObserver(note).observe(status, {childList: true})
}"""


def test_the_beats_of_a_run_are_drawn_one_after_the_other_and_two_learners_see_their_own_frames_only(visit):
    ada, bob = visit().page, visit().page
    ada.emulate_media(reduced_motion="no-preference")
    ada.goto(PATH)
    ada.evaluate(NOTE_LINES)
    ada.get_by_role("button", name="Connect").click()
    expect(ada.locator("#value-connection_state")).to_have_text("'Accepted'")
    lines = ada.evaluate("() => [...new Set(window.lines)].filter(Boolean)")
    assert lines[-2:] == ["line-11", "line-12"]

    connect(bob)
    send(ada, "from ada")
    send(bob, "from bob")
    expect(ada.locator("#frames")).to_contain_text("echo: from ada")
    expect(bob.locator("#frames")).to_contain_text("echo: from bob")
    assert "bob" not in ada.locator("#frames").inner_text()
    assert "ada" not in bob.locator("#frames").inner_text()


def test_a_learner_has_three_runs_on_one_page_and_replays_the_last(page, subtests):
    page.goto(PATH)
    close = page.get_by_role("button", name="Close", exact=True)
    again = page.get_by_role("button", name="Connect again")
    live, frames, message = page.locator("#live"), page.locator(".frame"), page.locator("#live-message")

    with subtests.test("a run goes by keyboard alone, of which a screen reader hears a turn once"):
        page.evaluate(NOTE_WORDS)
        page.get_by_role("button", name="Connect").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_label("Message", exact=True)).to_be_focused()
        page.keyboard.type("typed")
        page.keyboard.press("Enter")
        expect(page.locator("#frames")).to_contain_text("echo: typed")
        expect(page.locator("#live-status")).to_contain_text("message_buffer is ['typed', 'echo: typed']")
        heard = page.evaluate("() => window.heard")
        assert len(heard) <= 6
        assert not any("—" in words for words in heard)  # nothing is said of what nothing has set
        for _ in range(3):
            page.keyboard.press("Tab")
        expect(close).to_be_focused()
        page.keyboard.press("Enter")
        expect(again).to_be_focused()

    with subtests.test("a second run starts empty"):
        page.keyboard.press("Enter")
        expect(live).to_have_attribute("data-state", "open")
        expect(frames).to_have_count(2)
        expect(page.locator("#times-3")).to_have_text("not yet")

    with subtests.test("what a learner types stays text, and a close code reaches disconnect"):
        send(page, "<img src=x onerror=alert(1)> {{ 7 }}")
        expect(frames.last).to_contain_text("echo: <img src=x onerror=alert(1)> {{ 7 }}")
        assert page.locator("#frames img").count() == 0
        expect(frames).to_have_count(4)
        page.get_by_label("Close code").select_option("4001")
        close.click()
        expect(message).to_contain_text("with 4001")
        expect(frames.last).to_contain_text("close 4001")

    with subtests.test("connect, send three, close"):
        again.click()
        expect(page.locator("#lab-state")).to_have_text("readyState 1 OPEN")
        expect(page.locator("#watch-state")).to_be_hidden()
        expect(page.locator("#row-2")).to_have_attribute("aria-current", "step")
        expect(page.locator("#value-connection_state")).to_have_text("'Accepted'")
        for number, text in enumerate(("one", "two", "three"), start=1):
            send(page, text)
            expect(page.locator("#times-4")).to_have_text(f"{number}×")
        expect(page.locator("#value-message_buffer")).to_have_text(
            "['one', 'echo: one', 'two', 'echo: two', 'three', 'echo: three']"
        )
        expect(page.locator("#line-19")).to_have_attribute("aria-current", "step")
        expect(page.locator("[aria-current=step]")).to_have_count(3)  # consumer, browser, table
        expect(frames).to_have_count(8)

    with subtests.test("axe finds nothing in a run, and a long word moves nothing sideways"):
        send(page, "a-long-word-" * 12)
        expect(page.locator("#times-4")).to_have_text("4×")
        assert axe_violations_at(page, 390, 1440) == []
        assert widths_of_sideways(page, 320, 820) == []

    with subtests.test("the page tells how a run ended"):
        page.get_by_label("Close code").select_option("1000")
        close.click()
        expect(message).to_contain_text("The browser closed the socket with 1000, after 4 messages")
        expect(page.locator("#value-connection_state")).to_have_text("'Closed'")
        expect(page.locator("#value-message_buffer")).to_have_text("[]")
        expect(page.locator("#ready-now")).to_have_text("3 CLOSED")
        expect(again).to_be_enabled()

    with subtests.test("axe finds nothing after a run"):
        expect(message).to_contain_text("Replay this run")
        assert axe_violations_at(page, 390, 1440) == []

    with subtests.test("the run is replayed, and a long word moves nothing sideways there"):
        page.get_by_role("link", name="Replay this run").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Your run of")
        expect(page.locator(".place")).to_contain_text(re.compile(r"Point (\d+) of \1"))
        assert widths_of_sideways(page, 390, 1440) == []  # `test_quality` has axe look at the replay of a run
        page.get_by_role("link", name="First").click()
        expect(page.locator(".place")).to_contain_text("Point 1 of")
        page.get_by_role("link", name="Next", exact=True).click()
        expect(page.locator(".place")).to_contain_text("Point 2 of")
        expect(page).to_have_url(re.compile("#point-2$"))
        expect(page.get_by_role("link", name="Next", exact=True)).to_be_focused()
        page.get_by_role("link", name="Previous").click()
        expect(page.get_by_role("link", name="Previous")).to_be_focused()
        page.go_back()
        expect(page.locator(".runs a")).to_have_count(3)
