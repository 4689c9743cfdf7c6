"""The browser's code on Live and Step: the page runs what it shows, and marks the line that ran."""

import json

from playwright.sync_api import expect

from tests.browser.client_lines import lines_noted, places_of
from tests.browser.live_page import PATH, connect
from tests.support.servers import LESSON

MARKED = ".browser-code li[aria-current]"


def test_the_script_of_a_what_if_sends_and_closes_by_the_lines_that_are_shown(page):
    page.goto(f"{PATH}?what_if=binary")
    with lines_noted(page, "chat"):
        page.get_by_role("button", name="Connect", exact=True).click()
        expect(page.get_by_text("Everything that was recorded")).to_be_visible()
    places = places_of("chat")
    ran = page.evaluate("() => ran")
    assert [line for line in ran if line in (places["send"], places["stop"])] == [
        places["send"],
        places["stop"],
    ]


def test_the_mark_of_the_browser_moves_with_the_frames_and_is_said_in_words(page):
    connect(page)
    words = page.locator("[data-browser-says]")
    expect(words).to_have_text("onopen runs: the socket is open.")
    page.get_by_label("Message", exact=True).press("Enter")
    expect(words).to_have_text("onmessage runs: a message has come.")
    expect(page.locator(MARKED)).to_have_count(1)
    expect(page.locator(MARKED)).to_have_text("page.show(event.data)")
    page.set_viewport_size({"width": 1024, "height": 768})
    expect(page.locator(MARKED)).to_be_in_viewport(ratio=1)
    expect(page.locator(".browser-code li").first).to_be_hidden()
    page.get_by_role("button", name="Whole file").click()
    expect(page.locator(".browser-code li").first).to_be_visible()
    expect(page.locator(MARKED)).to_be_in_viewport(ratio=1)


def test_the_recorded_run_marks_the_browsers_line_with_and_without_javascript(visit):
    address = f"/learn/{LESSON}/step/"
    page = visit().page
    page.goto(address)
    shown = json.loads(page.locator("template[data-run]").evaluate("(each) => each.content.textContent"))
    sent = next(
        point["number"] for point in shown["points"] if (point["shown"]["frame"] or {}).get("runs") == "send"
    )
    plain = visit(java_script_enabled=False).page
    for each in (page, plain):
        each.goto(f"{address}?point={sent}")
        expect(each.locator(MARKED)).to_have_text("socket.send(message)")
        expect(each.locator("[data-browser-says]")).to_have_text("The page sends a message.")
    page.get_by_role("link", name="Last").click()
    expect(page.locator("[data-browser-says]")).to_have_text("The page closes the socket.")


def test_catching_up_sends_the_number_of_the_score_that_the_page_has(page):
    connect(page, "/learn/django-channels/when-it-breaks/live/")
    message = page.get_by_label("Message", exact=True)
    expect(message).to_have_value("1")
    message.press("Enter")
    expect(message).to_have_value("3")
    message.fill("my own")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#live")).to_have_attribute("data-state", "ended")
    expect(message).to_have_value("my own")
