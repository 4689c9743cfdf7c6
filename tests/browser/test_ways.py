"""The shell in Chromium: tabs, history, theme, keys, search."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import arrive
from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/"
TITLE = "Channels for WebSocket support"


@pytest.fixture
def page(visit):
    return visit().page


def tab(page, name):
    return page.get_by_role("navigation", name="Ways to study").get_by_role("link", name=name, exact=True)


def test_a_tab_changes_the_way_the_address_and_the_title_and_back_goes_back(page):
    page.goto(PAGE)
    tab(page, "Step").click()
    arrive(page, re.compile(rf"{PAGE}step/"))
    expect(page).to_have_title(f"Step: {TITLE} · Handshake")
    expect(tab(page, "Step")).to_have_attribute("aria-current", "page")
    expect(tab(page, "Step")).to_be_focused()
    expect(page.locator("#announce")).to_contain_text("Step through a recorded run")
    tab(page, "Quiz").click()
    expect(page.locator(".question")).to_have_count(3)
    expect(page.locator("#lesson")).to_have_count(1)
    page.go_back()
    expect(page.locator("[data-player]")).to_be_visible()
    page.get_by_role(
        "button", name="Play", exact=True
    ).click()  # the script has found the page that came back
    expect(page.locator("#place")).not_to_have_text("Point 1 of 21")
    page.go_back()
    expect(page).to_have_title(f"{TITLE} · Handshake")
    expect(page.locator("#execution")).to_be_visible()


def test_of_keys_in_quick_succession_the_last_one_wins(visit):
    visitor = visit()
    visitor.allowed = (
        "htmx:sendAbort",
        "htmx:afterRequest",
    )  # what htmx says of a request that is not awaited
    page = visitor.page
    page.goto(PAGE)
    for key in "1237":
        page.keyboard.press(key)
    expect(page.locator("#lesson")).to_have_attribute("data-way", "predict")
    arrive(page, re.compile(rf"{PAGE}predict/"))


def test_every_way_has_its_page_without_javascript(visit):
    page = visit(java_script_enabled=False).page
    page.goto(PAGE)
    for name in ("Flow", "Step", "Live", "Predict", "Recall", "Quiz", "Snapshot", "Transcript", "Read"):
        tab(page, name).click()
        expect(page).to_have_url(re.compile(f"/{name.lower()}/$"))
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(tab(page, name)).to_have_attribute("aria-current", "page")


def test_going_on_to_another_way_closes_the_lab_socket(page):
    page.goto(f"{PAGE}live/")
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    tab(page, "Step").click()
    expect(page.locator("[data-player]")).to_be_visible()
    tab(page, "Live").click()
    expect(page.locator(".runs a")).to_have_count(1)  # only an ended run is listed
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")


def test_the_theme_is_chosen_and_kept(page):
    page.goto(PAGE)
    switch = page.get_by_role("button", name=re.compile("^Theme"))
    switch.click()
    switch.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 27)"
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(switch).to_have_accessible_name("Theme: dark. Switch to system.")


def test_the_theme_is_chosen_without_javascript(visit):
    page = visit(java_script_enabled=False).page
    page.goto(PAGE)
    page.get_by_role("button", name=re.compile("^Theme")).click()
    expect(page).to_have_url(re.compile(PAGE))
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_a_question_mark_shows_the_keys_and_digits_go_to_the_ways(page):
    page.goto(PAGE)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("3")
    expect(page.locator("[data-player]")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("?7")
    expect(page.get_by_role("searchbox")).to_have_value("?7")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single-key shortcuts").uncheck()
    page.get_by_role("button", name="Close", exact=True).click()
    page.keyboard.press("7")
    expect(page.locator("[data-player]")).to_be_visible()


def test_search_finds_a_lesson_and_shows_where(page):
    page.goto("/")
    page.get_by_role("searchbox").fill("InvalidStateError send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="for “Inv")).to_be_visible()
    expect(page.locator("mark", has_text="InvalidStateError").first).to_be_visible()
    page.get_by_role("link", name=TITLE).first.click()
    arrive(page, re.compile(PAGE))


def test_what_a_request_could_not_bring_is_said_and_the_page_stays(visit):
    visitor = visit()
    visitor.allowed = ("htmx:sendError", "htmx:afterRequest", "Response Status Error", "Failed to load")
    page = visitor.page
    page.goto(f"{PAGE}quiz/")
    question = page.locator(".question").first
    question.get_by_role("radio").first.check()
    visitor.context.set_offline(True)
    question.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached")
    visitor.context.set_offline(False)
    visitor.context.clear_cookies()
    question.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Please send it again. ")
    expect(question.get_by_role("radio").first).to_be_checked()
    tab(page, "Flow").click()
    expect(page.locator("#lesson")).to_have_attribute("data-way", "flow")
    expect(page.locator("#failed")).to_be_hidden()


def test_the_tabs_stand_still_whichever_is_in_use(visit):
    page = visit(viewport={"width": 1440, "height": 900}).page
    page.goto(PAGE)
    places = "(tabs) => tabs.map((tab) => tab.getBoundingClientRect().x)"
    before = page.locator(".ways a").evaluate_all(places)
    tab(page, "Transcript").click()
    expect(page.locator("#lesson")).to_have_attribute("data-way", "transcript")
    assert page.locator(".ways a").evaluate_all(places) == before


LEFT_OF_TEXT = "(each) => each.getBoundingClientRect().x + parseFloat(getComputedStyle(each).paddingLeft)"


@pytest.mark.parametrize("path", ["/", f"{PAGE}live/"])
def test_the_header_is_in_line_with_what_stands_below_it(page, path):
    page.goto(path)
    for width in (390, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        head = "h1" if path == "/" or width < 700 else ".crumbs"
        places = (".brand", head, ".site-footer p >> nth=0")
        assert len({page.locator(place).evaluate(LEFT_OF_TEXT) for place in places}) == 1, width


def test_the_link_to_the_next_way_leaves_the_focus_on_its_tab(page):
    page.goto(f"{PAGE}quiz/")
    page.locator(".onward").get_by_role("link", name="Recall").click()
    expect(page.locator("#lesson")).to_have_attribute("data-way", "recall")
    expect(tab(page, "Recall")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
