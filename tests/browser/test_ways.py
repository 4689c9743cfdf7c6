"""The shell in Chromium: tabs, history, theme, keys, search."""

import re

from playwright.sync_api import expect

from tests.browser.visitors import arrive
from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/"
TITLE = "Channels for WebSocket support"


def tab(page, name):
    return page.get_by_role("navigation", name="Ways to study").get_by_role("link", name=name, exact=True)


PLACES = "(tabs) => tabs.map((tab) => tab.getBoundingClientRect().x)"


def test_a_tab_changes_the_way_the_address_and_the_title_stands_still_and_back_goes_back(page):
    page.goto(PAGE)
    places = page.locator(".ways a").evaluate_all(PLACES)
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
    play = page.get_by_role("button", name="Play", exact=True)
    play.click()  # the script has found the page that came back
    expect(page.locator("#place")).not_to_have_text("Point 1 of 21")
    page.go_back()
    expect(page).to_have_title(f"{TITLE} · Handshake")
    expect(page.locator("#execution")).to_be_visible()
    for name in ("Transcript", "Predict"):
        tab(page, name).click()
        expect(page.locator("#lesson")).to_have_attribute("data-way", name.lower())
        assert page.locator(".ways a").evaluate_all(PLACES) == places, name


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


WAYS = ("Flow", "Step", "Live", "Predict", "Recall", "Quiz", "Snapshot", "Transcript", "Read")


def test_without_javascript(visit, subtests):
    page = visit(java_script_enabled=False).page
    page.goto(PAGE)
    with subtests.test("the theme is chosen"):
        page.get_by_role("button", name=re.compile("^Theme")).click()
        expect(page).to_have_url(re.compile(PAGE))
        expect(page.locator("html")).to_have_attribute("data-theme", "light")
    with subtests.test("every way has its page"):
        for name in WAYS:
            tab(page, name).click()
            expect(page).to_have_url(re.compile(f"/{name.lower()}/$"))
            expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
            expect(tab(page, name)).to_have_attribute("aria-current", "page")


LEFT_OF_TEXT = "(each) => each.getBoundingClientRect().x + parseFloat(getComputedStyle(each).paddingLeft)"


def the_header_is_in_line_with_what_stands_below_it(page):
    before = page.viewport_size
    for width in (390, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        head = ".crumbs" if page.locator(".crumbs").count() and width >= 700 else "h1"
        places = (".brand", head, ".site-footer p >> nth=0")
        assert len({page.locator(place).evaluate(LEFT_OF_TEXT) for place in places}) == 1, width
    page.set_viewport_size(before)


def test_the_live_way(page, subtests):
    page.goto(f"{PAGE}live/")
    with subtests.test("the header is in line with what stands below it"):
        the_header_is_in_line_with_what_stands_below_it(page)
    with subtests.test("going on to another way closes the lab socket"):
        page.get_by_role("button", name="Connect").click()
        expect(page.locator("#live")).to_have_attribute("data-state", "open")
        tab(page, "Step").click()
        expect(page.locator("[data-player]")).to_be_visible()
        tab(page, "Live").click()
        expect(page.locator(".runs a")).to_have_count(1)  # only an ended run is listed
        page.get_by_role("button", name="Connect").click()
        expect(page.locator("#live")).to_have_attribute("data-state", "open")


def test_theme_and_search(page, subtests):
    page.goto(PAGE)
    switch = page.get_by_role("button", name=re.compile("^Theme"))
    with subtests.test("the theme is chosen and kept"):
        switch.click()
        switch.click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        assert background == "rgb(21, 23, 27)"
        page.goto("/")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        expect(switch).to_have_accessible_name("Theme: dark. Switch to system.")
    with subtests.test("the header is in line with what stands below it"):
        the_header_is_in_line_with_what_stands_below_it(page)
    with subtests.test("search finds a lesson and shows where"):
        page.get_by_role("searchbox").fill("InvalidStateError send")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="for “Inv")).to_be_visible()
        expect(page.locator("mark", has_text="InvalidStateError").first).to_be_visible()
        page.get_by_role("link", name=TITLE).first.click()
        arrive(page, re.compile(PAGE))


def test_a_question_mark_shows_the_keys_and_digits_go_to_the_ways(page, subtests):
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
    with subtests.test("the link to the next way leaves the focus on its tab"):
        tab(page, "Quiz").click()
        page.locator(".onward").get_by_role("link", name="Recall").click()
        expect(page.locator("#lesson")).to_have_attribute("data-way", "recall")
        expect(tab(page, "Recall")).to_be_focused()
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


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
