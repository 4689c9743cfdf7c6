"""The live demos of lessons whose labs have paths, close by themselves, or take bytes."""

import re

from playwright.sync_api import expect

from tests.browser.axe import axe_violations

COURSE = "/learn/django-channels"


def connect(page):
    page.locator("[data-connect] button.primary").click()


def send(page, text):
    page.get_by_label("Message", exact=True).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def reached(page, *numbers):
    for number in numbers:
        expect(page.locator(f"#times-{number}")).to_have_text("1×")


def refused(page, path):
    """Connect to `path`, where the handshake is refused: that is told, with a link to its replay."""
    page.get_by_label("Path", exact=True).fill(path)
    connect(page)
    expect(page.locator("#lab-event")).to_have_text(re.compile("^close 1006, not clean"))
    expect(page.locator("#frames")).to_contain_text(f"GET /ws/lab/…/{path}")
    expect(page.get_by_role("link", name="Replay this run")).to_be_visible()


def test_the_chosen_path_decides_which_consumer_answers_and_whether_one_does(visitor, subtests):
    visitor.allowed = ("Unexpected response code: 500",)
    page = visitor.page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{COURSE}/routing/live/")
    with subtests.test("the routes are in sight before the run that they are about"):
        for route in ("rooms/help/", "rooms/<slug:room>/"):
            expect(page.locator(".pane-code li", has_text=route)).to_be_in_viewport()
    with subtests.test("a path without a route is refused"):
        refused(page, "nowhere/")
    for path, reply in (("rooms/help/", "Somebody will help"), ("rooms/python/", "python, message 1: hello")):
        with subtests.test(f"{path} is answered"):
            page.get_by_label("Path", exact=True).fill(path)
            connect(page)
            send(page, "hello")
            expect(page.locator("#frames")).to_contain_text(reply)
            page.get_by_role("button", name="Close", exact=True).click()
            expect(page.get_by_role("link", name="Replay this run")).to_be_visible()
    assert axe_violations(page) == []


def test_the_door_refuses_a_name_closes_after_bye_and_the_browser_shows_its_code(visitor, subtests):
    visitor.allowed = ("Unexpected response code: 403",)
    page = visitor.page
    page.goto(f"{COURSE}/accept-refuse-close/live/")
    with subtests.test("a name is refused"):
        refused(page, "door/mallory/")
    page.get_by_label("Path", exact=True).fill("door/ada/")
    connect(page)
    send(page, "bye")
    expect(page.locator("#lab-event")).to_have_text("close 4000, not clean: closed after bye why?")
    reached(page, 1, 2, 5, 6, 7, 8)
    expect(page.locator("#times-3")).to_have_text("never")


def test_text_is_sent_as_bytes_where_a_learner_says_so(page):
    page.goto(f"{COURSE}/frames/live/")
    connect(page)
    send(page, '{"add": 2}')
    reached(page, 3, 4)
    page.get_by_label("Send as").select_option("binary")
    send(page, "é")
    reached(page, 7, 8)
    expect(page.locator("#frames")).to_contain_text("binary, 2 bytes")
    expect(page.locator("#value-kind")).to_have_text("'binary'")
