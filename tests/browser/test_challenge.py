"""A challenge in Chromium: written, judged, explained and solved."""

import re

from playwright.sync_api import expect

from live_demo.challenges.definition import challenges_of
from tests.browser.axe import axe_violations_at, widths_of_sideways
from tests.browser.visitors import arrive
from tests.support.servers import LESSON


def test_a_challenge_is_written_judged_and_solved(visitor):
    page = visitor.page
    page.goto(f"/learn/{LESSON}/build/")
    page.get_by_role("link", name="Each connection keeps its own count").click()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Not yet")).to_be_visible()
    expect(page.locator("#verdict")).to_contain_text(
        "Client 2 got '2: ' followed by its own message. It should"
    )
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Show it in the run").first.click()
    arrive(page, re.compile("/attempts/"))
    here = page.locator(".expected-here")
    for seen in (here, page.locator(".pane-code li[aria-current]"), page.get_by_text("Promise:")):
        expect(seen).to_be_in_viewport(ratio=1)
    assert axe_violations_at(page, 390, 1440) == []
    assert widths_of_sideways(page) == []
    expect(here).to_contain_text("It should have got")
    expect(page.locator(".frame[aria-current]")).to_have_count(1)
    page.get_by_role("link", name="First").click()
    expect(here).to_be_hidden()
    page.get_by_role("link", name="Go to where the promise broke").click()
    expect(here).to_be_visible()
    page.get_by_role("button", name="Why?").click()
    expect(page.get_by_role("heading", name="What your code did differently")).to_be_visible()
    expect(page.get_by_text(" followed by its own message here.")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Change your code").click()
    expect(page.locator("#source")).to_be_focused()
    expect(page.locator(".editor-lines [data-caret]")).to_be_in_viewport()
    page.locator("#source").fill(challenges_of("chat")["own-state"].right["counter"])
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Solved: every promise is kept")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Next challenge: A JSON protocol")).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
