"""The live demo in Chromium: two real sockets, and what the page makes of them."""

import re

from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at, widths_of_sideways
from tests.browser.live_page import PATH, connect, send


def test_before_the_first_run_nothing_has_run_and_the_recorded_one_plays_on_demand(page):
    page.goto(PATH)
    live = page.locator("#live")
    expect(live).to_contain_text("Press Connect")
    expect(live.locator("#times-5")).to_have_text("not yet")
    expect(live.locator(".frame, [aria-current=step]")).to_have_count(0)
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    expect(live).to_contain_text("You can send and close while a lab socket is open")
    page.get_by_role("combobox", name="Pace").select_option("line by line")
    page.get_by_role("slider", name="Point of the run").fill("4")
    expect(page.locator("#place")).to_have_text("Point 4 of 21")
    page.reload()
    page.get_by_role("link", name="Play a recorded run").click()
    expect(live).to_contain_text("a run recorded on Daphne")
    expect(page.locator("#place")).to_have_text("Point 1 of 21")
    page.get_by_role("button", name="Next point").click()
    expect(page.locator("#line-7")).to_have_attribute("aria-current", "step")
    page.get_by_role("slider", name="Point of the run").press("End")
    expect(live.locator(".frame")).to_have_count(5)
    expect(live.locator("[data-at-point]")).to_have_text("readyState 3 CLOSED")
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.locator("#lab-state")).to_have_text("readyState 1 OPEN")
    expect(live.locator(".frame")).to_have_count(0)


def test_connect_send_three_close_and_replay(page):
    connect(page)
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
    expect(page.locator(".frame")).to_have_count(8)
    page.get_by_role("button", name="Close", exact=True).click()
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


def test_the_beats_of_a_run_are_drawn_one_after_the_other(page):
    page.emulate_media(reduced_motion="no-preference")
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


def test_what_a_learner_types_stays_text_a_close_code_reaches_disconnect_and_a_second_run_starts_empty(page):
    connect(page)
    send(page, "<img src=x onerror=alert(1)> {{ 7 }}")
    expect(page.locator(".frame").last).to_contain_text("echo: <img src=x onerror=alert(1)> {{ 7 }}")
    assert page.locator("#frames img").count() == 0
    expect(page.locator(".frame")).to_have_count(4)

    page.get_by_label("Close code").select_option("4001")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#live-message")).to_contain_text("with 4001")
    expect(page.locator(".frame").last).to_contain_text("close 4001")

    page.get_by_role("button", name="Connect again").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    expect(page.locator(".frame")).to_have_count(2)
    expect(page.locator("#times-3")).to_have_text("not yet")


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


def test_axe_finds_nothing_in_a_run_after_it_and_in_its_replay_and_a_long_word_moves_nothing_sideways(page):
    """`test_quality` looks at the page before a run."""
    connect(page)
    send(page, "a-long-word-" * 12)
    expect(page.locator("#times-4")).to_have_text("1×")
    assert axe_violations_at(page, 390, 1440) == []
    assert widths_of_sideways(page, 320, 820) == []
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#live-message")).to_contain_text("Replay this run")
    assert axe_violations_at(page, 390, 1440) == []
    page.get_by_role("link", name="Replay this run").click()
    expect(page.locator(".place")).to_be_visible()
    assert axe_violations_at(page, 390, 1440) == []


def test_a_run_by_keyboard_alone_of_which_a_screen_reader_hears_a_turn_once(page):
    page.goto(PATH)
    page.evaluate(
        """() => {
            window.heard = []
            const status = document.getElementById('live-status')
            const note = () => window.heard.push(status.textContent)
            new MutationObserver(note).observe(status, {childList: true})
        }"""
    )
    page.get_by_role("button", name="Connect").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Message", exact=True)).to_be_focused()
    page.keyboard.type("typed")
    page.keyboard.press("Enter")
    expect(page.locator("#frames")).to_contain_text("echo: typed")
    expect(page.locator("#live-status")).to_contain_text("message_buffer is ['typed', 'echo: typed']")
    heard = page.evaluate("() => window.heard")
    assert len(heard) <= 6
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Connect again")).to_be_focused()
