"""What-ifs in Chromium: choose a what-if, say what it does, run it, be graded."""

import re

from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at
from tests.browser.live_page import PATH

PRIMARY = "rgb(184, 64, 10)"
TITLES = {
    "accept_forgotten": "accept() is forgotten",
    "close_in_connect": "close(4001) in connect()",
    "subprotocol": "A subprotocol that nobody picks",
    "foreign_origin": "An Origin of another site",
    "error_in_receive": "An exception in receive()",
    "blocking": "time.sleep() in an async consumer",
    "slow_await": "A slow await",
    "vanish": "The client vanishes without a close",
}
"""The titles of the what-ifs to which a test goes by the address that the page of the lesson links."""


def go_to(page, name):
    page.goto(f"{PATH}?what_if={name}")
    expect(page.locator("h2, h3").get_by_text(f"What if: {TITLES[name]}")).to_be_visible()


def choose(page, title):
    page.goto(PATH)
    if page.viewport_size["width"] < 1024:
        page.get_by_role("button", name="what-ifs").click()
    page.get_by_role("navigation", name="What-ifs").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=f"What if: {title}")).to_be_visible()


def say(page, option, **typed):
    page.get_by_label(option).check()
    for label, text in typed.items():
        if text in ("yes", "no"):
            page.get_by_role(
                "group", name="Is disconnect() called (yours, or the inherited one)?"
            ).get_by_label(text).check()
        else:
            page.get_by_role("textbox", name=label.replace("_", " ")).fill(text)


def connect(page):
    page.get_by_role("button", name="Connect").click()


def verdicts(page):
    expect(page.locator("#what-if-graded")).to_be_visible()
    return page.locator("#what-if-graded li").evaluate_all(
        "(all) => all.map(({ dataset }) => dataset.verdict)"
    )


def test_a_what_if_is_chosen_shown_as_a_difference_predicted_and_graded(what_if_page):
    """`test_quality` has axe look at a what-if before its run."""
    page = what_if_page.page
    choose(page, TITLES["close_in_connect"])
    links = page.get_by_role("navigation", name="What-ifs").get_by_role("link")
    listed = links.evaluate_all("(all) => all.map((each) => [each.search, each.textContent])")
    for name, title in TITLES.items():
        assert [title in text for search, text in listed if search == f"?what_if={name}"] == [True], name
    removed, added = page.locator(".diff li.removed"), page.locator(".diff li.added")
    expect(removed.first).to_contain_text("await self.accept()")
    expect(added.first).to_contain_text("await self.close(4001)")
    expect(added.first).to_contain_text("added:")
    expect(page.locator("#live")).to_contain_text("This server is Daphne")
    page.get_by_label("HTTP 403, and a close event with 4001").check()
    connect(page)
    expect(page.locator("#live-message")).to_contain_text("Answer everything, or nothing")
    say(page, "HTTP 403, and a close event with 4001", disconnect="yes")
    connect(page)
    assert verdicts(page) == ["wrong", "right"]
    wrong = page.locator("#what-if-graded li").first
    expect(wrong).to_contain_text("Run HTTP 403, and a close event with 1006")
    assert axe_violations_at(page, 390) == []
    page.locator("#what-if-graded").get_by_role("link", name=re.compile("Point")).first.click()
    expect(page.locator(".says")).to_contain_text("The handshake is refused")
    expect(page.locator(".pane-code .source figcaption")).to_contain_text("chat/close_in_connect.py")


def test_a_what_if_runs_at_once_counts_only_where_it_was_predicted_and_is_then_free_to_try(what_if_page):
    page = what_if_page.page
    go_to(page, "error_in_receive")
    connect(page)
    expect(page.get_by_text("Everything that was recorded")).to_be_visible()
    expect(page.locator("#what-if-graded li[data-verdict]")).to_have_count(0)
    expect(page.locator("#frames")).to_contain_text("close 1011")
    page.reload()
    expect(page.get_by_text("Predict first, if you like")).to_be_visible()
    expect(page.locator(".what-ifs .done")).to_have_count(0)

    say(page, "The socket closes with 1011", disconnect="no")
    connect(page)
    assert verdicts(page) == ["right", "right"]
    again = page.get_by_role("button", name="Connect again")
    onward = page.get_by_role("link", name="Next what-if: Text that is not JSON")
    expect(onward).to_have_css("background-color", PRIMARY)
    expect(again).not_to_have_css("background-color", PRIMARY)
    again.click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    page.get_by_label("Message", exact=True).fill("mine")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#frames")).to_contain_text('text "mine"')
    expect(page.get_by_text("Everything that was recorded")).to_be_visible()
    expect(page.locator("#what-if-graded li")).to_have_count(0)
    page.get_by_role("link", name="predict it again").click()
    expect(page.get_by_label("The socket closes with 1011")).to_be_visible()


def test_each_what_if_shows_what_it_is_about(what_if_page, subtests):
    page = what_if_page.page
    with subtests.test(
        "what was said is locked while the run goes on, and a close code that is none is refused"
    ):
        go_to(page, "accept_forgotten")
        say(page, "The browser waits", Close_code="abc", disconnect="yes")
        connect(page)
        message = page.locator("#live-message")
        expect(message).to_contain_text("A close code has four digits, from 1000 to 4999")
        expect(page.locator(".frame")).to_have_count(0)
        page.get_by_role("textbox", name="Close code").fill("1006")
        connect(page)
        expect(page.locator("#countdown")).to_contain_text("The handshake ends in")
        expect(page.get_by_role("textbox", name="Close code")).to_be_disabled()
        expect(page.get_by_label("The socket opens")).to_be_hidden()
        assert verdicts(page) == ["right", "right", "right"]

    with subtests.test("on a phone, what differs comes first, and the rest on demand"):
        page.set_viewport_size({"width": 390, "height": 844})
        choose(page, TITLES["blocking"])
        expect(page.locator(".diff li.added", has_text="time.sleep(3)")).to_be_in_viewport()
        source = page.locator(".diff ol")
        low = source.bounding_box()["height"]
        expect(page.get_by_role("button", name="Connect")).to_be_in_viewport()
        page.get_by_label("Show the whole file").check()
        assert source.bounding_box()["height"] > 2 * low
        expect(page.locator(".diff .scroller")).to_be_in_viewport()
        page.set_viewport_size({"width": 1440, "height": 900})
        expect(page.get_by_label("Show the whole file")).to_be_hidden()

    with subtests.test("a blocking call stalls the second socket, and the table says so meanwhile"):
        say(page, "the second socket stands still for that time", disconnect="yes")
        connect(page)
        expect(page.locator("#now")).to_contain_text("The worker has not answered for")
        expect(page.locator("#line-19")).to_have_attribute("aria-current", "step")
        expect(page.locator("#neighbor-state")).to_contain_text("No echo comes back")
        assert verdicts(page) == ["right", "right"]
        expect(page.locator("#ticks li[data-late]")).to_have_count(1)

    with subtests.test("a slow await leaves the second socket alone"):
        go_to(page, "slow_await")
        say(page, "the second socket goes on as before", disconnect="yes")
        connect(page)
        assert verdicts(page) == ["right", "right"]  # the record has the second socket's gaps
        expect(page.locator("#neighbor-state")).to_have_text("Closed with the lab socket.")

    with subtests.test("a cut connection is lost for both sides"):
        go_to(page, "vanish")
        say(page, "A close event with 1006, and disconnect() runs")
        connect(page)
        assert verdicts(page) == ["right"]
        expect(page.locator("#frames")).to_contain_text("TCP reset")

    with subtests.test("a foreign Origin is refused before any consumer"):
        go_to(page, "foreign_origin")
        say(page, "HTTP 403, before any consumer is created", Close_code="1006")
        connect(page)
        assert verdicts(page) == ["right", "right"]
        expect(page.locator("#frames")).to_contain_text("Origin: null")

    with subtests.test("the browser's own what-ifs say that the code is the base's"):
        go_to(page, "subprotocol")
        expect(page.locator("#live")).to_contain_text("The consumer is unchanged")
        expect(page.locator(".diff li.added, .diff li.removed")).to_have_count(0)
        say(page, "The server answers 101, and the browser drops the connection", Close_code="1006")
        connect(page)
        assert verdicts(page) == ["right", "right"]


def test_without_javascript_a_recorded_run_is_shown_and_why_and_it_has_the_close_of_the_server(visit):
    page = visit(java_script_enabled=False).page
    page.goto(f"{PATH}?what_if=error_in_receive")
    expect(page.get_by_text("A browser opens a WebSocket only from JavaScript")).to_be_visible()
    expect(page.get_by_role("table", name="What was recorded")).to_have_count(0)
    page.get_by_role("link", name="See what was recorded from this code").click()
    expect(page.locator("#recorded .frame").last).to_contain_text("close 1011sent by the server itself")
    expect(page.get_by_role("table", name="What was recorded")).to_contain_text("1011")
    expect(page.get_by_role("button", name="Connect")).to_be_hidden()
