"""The page of the live demo in Chromium: the wire to its end, the code in sight, one act for each thing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at, is_sideways
from tests.support.servers import LESSON

COURSE = "/learn/django-channels"
LIVE = f"/learn/{LESSON}/live/"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
OWN = "sent by the server itself"


def connect(page):
    page.locator("[data-connect] button.primary").click()


def is_open(page):
    expect(page.locator("#live")).to_have_attribute("data-state", "open")


def choose_path(page, path):
    page.get_by_label("Path", exact=True).fill(path)
    connect(page)


@pytest.fixture
def refused(visit):
    """The page of a visitor whose sockets may be refused."""
    visitor = visit()
    visitor.allowed = ("WebSocket connection to",)
    return visitor.page


def test_before_the_first_run(visit, subtests):
    """`test_quality` has axe look at this page."""
    page = visit(viewport={"width": 1440, "height": 900}).page
    page.goto(LIVE)
    live = page.locator("#live")

    with subtests.test("at 900 pixels code, wire, controls and tables are on one screen"):
        bottom = page.locator(".screen").evaluate("(screen) => screen.getBoundingClientRect().bottom")
        assert bottom <= 900

    with subtests.test("no line of the code is cut off"):
        assert widths_that_cut_lines(page) == []

    page.set_viewport_size({"width": 1280, "height": 720})
    with subtests.test("nothing has run"):
        expect(live).to_contain_text("Press Connect")
        expect(live.locator("#times-5")).to_have_text("not yet")
        expect(live.locator(".frame, [aria-current=step]")).to_have_count(0)
        expect(live).to_contain_text("You can send and close while the socket is open")

    with subtests.test("a disabled button looks the same under the pointer"):
        button = page.get_by_role("button", name="Send", exact=True)
        expect(button).to_be_disabled()
        colors = "(button) => [getComputedStyle(button).backgroundColor, getComputedStyle(button).color]"
        before = button.evaluate(colors)
        button.hover(force=True)
        assert button.evaluate(colors) == before

    with subtests.test("a point of the recorded run is chosen at once"):
        page.get_by_role("combobox", name="Pace").select_option("line by line")
        page.get_by_role("slider", name="Point of the run").fill("4")
        expect(page.locator("#place")).to_have_text("Point 4 of 21")

    with subtests.test("predict next stays open where it was opened"):
        expect(page.get_by_label("What you predict")).to_be_hidden()
        page.get_by_text("Predict what comes next").click()
        page.reload()
        expect(page.get_by_label("What you predict")).to_be_visible()

    with subtests.test("the recorded run plays on demand"):
        page.get_by_role("link", name="Play a recorded run").click()
        expect(live).to_contain_text("a run recorded on Daphne")
        expect(page.locator("#place")).to_have_text("Point 1 of 21")
        page.get_by_role("button", name="Next point").click()
        expect(page.locator("#line-7")).to_have_attribute("aria-current", "step")
        page.get_by_role("slider", name="Point of the run").press("End")
        expect(live.locator(".frame")).to_have_count(5)
        expect(live.locator("[data-at-point]")).to_have_text("readyState 3 CLOSED")

    with subtests.test("a run of one's own takes its place"):
        page.get_by_role("button", name="Connect", exact=True).click()
        expect(page.locator("#lab-state")).to_have_text("readyState 1 OPEN")
        expect(live.locator(".frame")).to_have_count(0)


def widths_that_cut_lines(page):
    """The widths of a large screen at which a line of the code is wider than its pane."""
    found = []
    for width in (1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        pane, lines = page.locator(".pane-code .scroller"), page.locator(".pane-code li")
        cut = "(all) => all.some((each) => each.scrollWidth > each.clientWidth + 1)"
        is_cut = pane.evaluate("(pane) => pane.scrollWidth > pane.clientWidth") or lines.evaluate_all(cut)
        found += [width] if is_cut else []
    assert lines.count() > 0
    return found


def test_no_line_of_the_code_of_a_what_if_is_cut_off(page):
    page.goto(f"{LIVE}?what_if=json_only")
    assert widths_that_cut_lines(page) == []


def test_a_path_that_is_none_is_named_before_the_run_any_other_is_taken_and_one_without_a_route_ends_with_500(
    refused, subtests
):
    page = refused
    page.goto(f"{COURSE}/routing/live/")
    with subtests.test("any path can be typed, and one that is none is named before the run"):
        page.get_by_role("button", name="rooms/help/").click()
        expect(page.get_by_label("Path", exact=True)).to_have_value("rooms/help/")
        for wrong in ("../../watch/", "rooms/<b>/", "/rooms/", "rooms/%2e%2e/"):
            choose_path(page, wrong)
            assert page.evaluate("() => document.querySelector('[data-path]').validity.patternMismatch")
            expect(page.locator("#live")).to_have_attribute("data-state", "idle")
        choose_path(page, "rooms/my-own/?lang=en")
        is_open(page)
        expect(page.locator("#frames")).to_contain_text("/ws/lab/…/rooms/my-own/")
        page.get_by_role("button", name="Close", exact=True).click()
        expect(page.get_by_role("link", name="Replay this run")).to_be_visible()

    with subtests.test("the wire ends with the 500 that no consumer sent"):
        choose_path(page, "nowhere/")
        last = page.locator(".frame").last
        expect(last).to_contain_text("HTTP 500")
        expect(last).to_contain_text(OWN)
        expect(last).to_have_attribute("data-by", "server")
        expect(page.locator(".by-itself")).to_contain_text("Your browser itself reported close code 1006")
        expect(page.locator("#times-1")).to_have_text("never")  # its path is that of another step
        expect(page.locator("#live-status")).to_contain_text(f"HTTP 500, {OWN}")
        assert axe_violations_at(page, 390, 1440) == []

    with subtests.test("so does its replay"):
        page.get_by_role("link", name="Replay this run").click()
        expect(page.locator(".frame").last).to_contain_text("HTTP 500")
        page.get_by_role("link", name="First").click()
        expect(page.locator(".frame")).to_have_count(1)
        expect(page.locator(".by-itself")).to_be_hidden()
        page.get_by_role("link", name="Last").click()
        expect(page.locator(".frame").last).to_contain_text(OWN)
        expect(page.locator(".by-itself")).to_be_visible()


def test_on_a_phone_the_line_that_runs_is_in_sight_beside_what_one_presses(visit, subtests):
    page = visit(**PHONE).page
    with subtests.test("the line that runs and Send share a small screen"):
        page.goto(LIVE)
        connect(page)
        is_open(page)
        button = page.get_by_role("button", name="Send", exact=True)
        button.scroll_into_view_if_needed()
        button.click()
        expect(button).to_be_focused()  # no keyboard comes up over the code
        expect(page.locator("#times-4")).to_have_text("1×")
        line = page.locator(".pane-code li[aria-current]")
        for element in (line, button):
            expect(element).to_be_in_viewport(ratio=1)
        whole = """(line) => {
            const [own, pane] = [line, line.closest('.scroller')].map((each) => each.getBoundingClientRect())
            return own.top >= pane.top - 1 && own.bottom <= pane.bottom + 1
        }"""
        assert line.evaluate(whole)
        assert not is_sideways(page)

    with subtests.test("in step, the line stays in sight"):
        page.goto(f"/learn/{LESSON}/step/")
        page.get_by_role("button", name="Play", exact=True).scroll_into_view_if_needed()
        for _ in range(11):
            page.get_by_role("link", name="Next", exact=True).click()
        expect(page.locator(".pane-code li[aria-current]")).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("link", name="Next", exact=True)).to_be_in_viewport()


def test_messages_that_the_lesson_sends_at_once_have_one_button(page):
    page.goto(f"{COURSE}/async-and-sync/live/")
    connect(page)
    is_open(page)
    page.get_by_role("button", name=re.compile("at once")).click()
    frames = page.locator('.frame[data-kind="text"] .payload')
    expect(frames).to_have_count(4)
    assert [text.removeprefix('text "')[:4] for text in frames.all_inner_texts()] == [
        'May"',
        "repo",
        "June",
        "repo",
    ]  # both were on their way; the consumer takes the second when it is done with the first


def test_who_predicts_sees_the_code_beside_the_form(page, subtests):
    page.goto(f"/learn/{LESSON}/predict/")
    code, form = page.locator(".predict-code .source").first, page.locator(".predict form")
    summary = page.get_by_text("The code that will run")
    for width in (390, 820, 1440):
        with subtests.test(f"at {width} pixels", width=width):
            page.set_viewport_size({"width": width, "height": 900})
            expect(code).to_contain_text("self.message_buffer.append(reply)")
            expect(code).to_be_visible()
            left, right = form.bounding_box(), code.bounding_box()
            assert (right["x"] > left["x"] + left["width"]) is (width == 1440)
            assert not is_sideways(page)
            summary.click()
            expect(code).to_be_hidden()
            summary.click()


def test_without_javascript_the_recorded_run_is_shown_and_why(visit):
    page = visit(java_script_enabled=False).page
    page.goto(LIVE)
    expect(page.get_by_text("A browser opens a WebSocket only from JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Connect")).to_be_hidden()
    page.get_by_role("link", name="A run recorded on Daphne").click()
    expect(page.get_by_text("Point 1 of 21")).to_be_visible()
