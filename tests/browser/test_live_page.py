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
    """A visitor whose sockets may be refused, as the tests are about that."""
    visitor = visit()
    visitor.allowed = ("WebSocket connection to", "400 (Bad Request)")
    return visitor.page


def test_the_wire_ends_with_the_500_that_no_consumer_sent(refused):
    page = refused
    page.goto(f"{COURSE}/routing/live/")
    choose_path(page, "nowhere/")
    last = page.locator(".frame").last
    expect(last).to_contain_text("HTTP 500")
    expect(last).to_contain_text(OWN)
    expect(last).to_have_attribute("data-by", "server")
    expect(page.locator(".by-itself")).to_contain_text("Your browser itself reported close code 1006")
    expect(page.locator("#times-1")).to_have_text("never")  # its path is that of another step
    expect(page.locator("#live-status")).to_contain_text(f"HTTP 500, {OWN}")
    assert axe_violations_at(page, 390, 1440) == []
    page.get_by_role("link", name="Replay this run").click()
    expect(page.locator(".frame").last).to_contain_text("HTTP 500")
    page.get_by_role("link", name="First").click()
    expect(page.locator(".frame")).to_have_count(1)
    expect(page.locator(".by-itself")).to_be_hidden()
    page.get_by_role("link", name="Last").click()
    expect(page.locator(".frame").last).to_contain_text(OWN)
    expect(page.locator(".by-itself")).to_be_visible()


def test_the_recorded_what_if_has_the_close_of_the_server(visit):
    page = visit(java_script_enabled=False).page
    page.goto(f"{LIVE}?what_if=error_in_receive&recorded")
    expect(page.locator("#recorded .frame").last).to_contain_text(f"close 1011{OWN}")


def test_any_path_can_be_typed_and_one_that_is_none_is_named_before_the_run(page):
    page.goto(f"{COURSE}/routing/live/")
    page.get_by_role("button", name="rooms/help/").click()
    expect(page.get_by_label("Path", exact=True)).to_have_value("rooms/help/")
    for wrong in ("../../watch/", "rooms/<b>/", "/rooms/", "rooms/%2e%2e/"):
        choose_path(page, wrong)
        assert page.evaluate("() => document.querySelector('[data-path]').validity.patternMismatch")
        expect(page.locator("#live")).to_have_attribute("data-state", "idle")
    choose_path(page, "rooms/my-own/?lang=en")
    is_open(page)
    expect(page.locator("#frames")).to_contain_text("/ws/lab/…/rooms/my-own/")


def test_the_line_that_runs_and_send_share_a_small_screen(visit):
    page = visit(**PHONE).page
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


def test_in_step_the_line_stays_in_sight_on_a_phone(visit):
    page = visit(**PHONE).page
    page.goto(f"/learn/{LESSON}/step/")
    page.get_by_role("button", name="Play", exact=True).scroll_into_view_if_needed()
    for _ in range(11):
        page.get_by_role("link", name="Next", exact=True).click()
    expect(page.locator(".pane-code li[aria-current]")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Next", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("width", [1440, 1920])
@pytest.mark.parametrize("what_if", ["", "?what_if=json_only"])
def test_no_line_of_the_code_is_cut_off(visit, width, what_if):
    page = visit(viewport={"width": width, "height": 900}).page
    page.goto(f"{LIVE}{what_if}")
    cut = "(pane) => pane.scrollWidth > pane.clientWidth"
    assert not page.locator(".pane-code .scroller").evaluate(cut)
    assert page.locator(".pane-code li").evaluate_all(
        "(lines) => lines.every((line) => line.scrollWidth <= line.clientWidth + 1)"
    )


def test_at_900_pixels_code_wire_controls_and_tables_are_on_one_screen(visit):
    page = visit(viewport={"width": 1440, "height": 900}).page
    page.goto(LIVE)
    bottom = page.locator(".screen").evaluate("(screen) => screen.getBoundingClientRect().bottom")
    assert bottom <= 900


def test_a_disabled_button_looks_the_same_under_the_pointer(page):
    page.goto(LIVE)
    button = page.get_by_role("button", name="Send", exact=True)
    expect(button).to_be_disabled()
    colors = "(button) => [getComputedStyle(button).backgroundColor, getComputedStyle(button).color]"
    before = button.evaluate(colors)
    button.hover(force=True)
    assert button.evaluate(colors) == before


def test_what_is_typed_after_connecting_takes_the_place_of_the_sample(page):
    page.goto(LIVE)
    connect(page)
    is_open(page)
    expect(page.get_by_label("Message")).to_be_focused()
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    expect(page.locator("#frames")).to_contain_text('text "x"')


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


def test_a_close_code_that_is_none_is_refused_before_the_run(refused):
    page = refused
    page.goto(f"{LIVE}?what_if=accept_forgotten")
    page.get_by_label("The socket opens").check()
    page.get_by_role("group", name="Is disconnect() called, yours or the inherited one?").get_by_label(
        "no"
    ).check()
    page.get_by_role("textbox", name="Close code").fill("abc")
    connect(page)
    expect(page.locator("#live-message")).to_contain_text("A close code has four digits, from 1000 to 4999")
    expect(page.locator(".frame")).to_have_count(0)


def test_predict_next_stays_open_where_it_was_opened(page):
    page.goto(LIVE)
    expect(page.get_by_label("What you predict")).to_be_hidden()
    page.get_by_text("Predict what comes next").click()
    page.reload()
    expect(page.get_by_label("What you predict")).to_be_visible()


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_who_predicts_sees_the_code_beside_the_form(visit, width):
    page = visit(viewport={"width": width, "height": 900}).page
    page.goto(f"/learn/{LESSON}/predict/")
    code, form = page.locator(".predict-code .source").first, page.locator(".predict form")
    expect(code).to_contain_text("self.message_buffer.append(reply)")
    left, right = form.bounding_box(), code.bounding_box()
    assert (right["x"] > left["x"] + left["width"]) is (width == 1440)
    assert not is_sideways(page)
    page.get_by_text("The code that will run").click()
    expect(code).to_be_hidden()
