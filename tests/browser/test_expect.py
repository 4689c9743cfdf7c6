"""Predict, then send, in Chromium: the commitment goes first, the real socket grades it."""

from playwright.sync_api import expect

from tests.browser.axe import axe_violations
from tests.browser.live_page import connect, send


def commit(page, label, said=""):
    if not page.get_by_label("Predict", exact=True).is_visible():
        page.get_by_text("Predict what comes next").click()
    page.get_by_label("Predict", exact=True).select_option(label=label)
    if said:
        page.get_by_label("What you predict").fill(said)
    page.get_by_role("button", name="Lock in").click()


def test_what_is_committed_is_graded_by_the_socket_and_a_streak_is_kept(page, subtests):
    connect(page)
    told = page.locator("#expected")
    commit(page, "the server sends this text", "echo: one")
    expect(told).to_have_text(
        "Locked in: the text “echo: one” comes next. Now make it happen. Streak 0, best 0"
    )
    expect(page.get_by_role("button", name="Send")).to_be_focused()
    expect(page.get_by_role("button", name="Lock in")).to_be_disabled()
    send(page, "one")
    expect(told).to_have_attribute("data-state", "right")
    expect(told).to_contain_text("Streak 1, best 1")
    commit(page, "the run reaches the row with this number", "3")
    send(page, "two")
    expect(told).to_contain_text("Streak 2, best 2")
    commit(page, "the server sends nothing")
    expect(page.get_by_label("What you predict")).to_be_hidden()
    send(page, "three")
    expect(told).to_have_text(
        "No: you expected no message, and it was the text “echo: three”. Streak 0, best 2"
    )
    assert axe_violations(page) == []
    commit(page, "the socket closes with code", "1000")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(told).to_contain_text("Streak 1, best 2")
    page.get_by_role("button", name="Connect again").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    commit(page, "the run reaches the row with this number", "3")
    send(page, "four")
    expect(told).to_contain_text("Streak 2, best 2")
    with subtests.test("an open prediction waits, and what was typed is text"):
        commit(page, "the server sends this text", "<b>bold</b>")
        expect(told).to_contain_text("<b>bold</b>")
        page.get_by_role("button", name="Close", exact=True).click()
        expect(told).to_contain_text("and it was close 1000")
