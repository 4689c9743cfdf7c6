"""Recall and review in Chromium: a whole round by keyboard, without JavaScript, checked by axe."""

import re

from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at
from tests.browser.visitors import arrive
from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/"
RECALL = f"{PAGE}recall/"
SHOW = "Show the answer"


def question(page):
    return page.locator("#recall-question")


def press_to(page, control):
    """Tab on until `control` has the focus."""
    for _ in range(4):
        page.keyboard.press("Tab")
        if control.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the control is not within four steps of the focus")


def answer_wrong(page):
    page.goto(f"{PAGE}quiz/")
    asked = page.locator("#question-step-that-replies")
    asked.get_by_role("radio").first.check()
    asked.get_by_role("button", name="Answer").click()
    expect(asked).to_contain_text("✕ Not this one")


def test_a_whole_round_by_keyboard(page):
    page.goto(RECALL)
    show = page.get_by_role("button", name=SHOW)
    show.focus()
    for key, rating, says in (
        ("Space", "1", "have to call"),
        ("Enter", "4", "sent before"),
        ("Space", "4", "which"),
    ):
        expect(question(page)).to_contain_text(says)
        page.keyboard.press(key)
        expect(page.locator("#answer")).to_be_focused()
        page.keyboard.press(rating)
        expect(page.locator("#answer")).to_have_count(0)
        expect(page.locator("#recall [autofocus]")).to_be_focused()
        if show.count():
            press_to(page, show)
    expect(page.locator("#recall")).to_contain_text("You rated 3 cards today. The next one is due in 1 min.")
    assert page.url.endswith(RECALL)


def test_a_digit_leads_to_its_way_while_no_card_shows_its_answer(page):
    page.goto(RECALL)
    question(page).focus()
    page.keyboard.press("4")
    arrive(page, re.compile("/snapshot/"))
    page.go_back()
    page.get_by_role("button", name=SHOW).click()
    expect(page.locator("#answer")).to_be_focused()
    page.get_by_role("link", name="Recall").focus()
    page.keyboard.press("2")
    arrive(page, re.compile("/flow/"))


def test_without_javascript_the_same_round_works_by_full_page(visit):
    page = visit(java_script_enabled=False).page
    answer_wrong(page)
    page.goto(RECALL)
    for _ in range(4):
        page.get_by_role("button", name=SHOW).click()
        expect(page.locator("#answer")).to_be_in_viewport()
        page.get_by_role("button", name="Easy").click()
        assert page.url.endswith(f"{RECALL}#recall")
    expect(page.locator("#recall")).to_contain_text("You rated 4 cards today")
    page.get_by_role("link", name="Review all lessons").click()
    expect(page.get_by_role("listitem")).to_have_count(4)


def test_a_card_rated_in_another_tab_is_shown_as_it_now_is(visit):
    visitor = visit()
    visitor.allowed = ("409",)
    first, second = visitor.page, visitor.open()
    for page in (first, second):
        page.goto(RECALL)
        page.get_by_role("button", name=SHOW).click()
    first.get_by_role("button", name="Easy").click()
    expect(question(first)).to_contain_text("sent before")
    second.get_by_role("button", name="Again").click()
    expect(second.locator("#recall .message")).to_be_focused()
    expect(second.locator("#recall .message")).to_contain_text("You have already rated this card: Easy.")


def test_the_answer_leads_to_its_place_in_the_lesson(page):
    page.goto(RECALL)
    page.get_by_role("button", name=SHOW).click()
    page.get_by_role("link", name="Show row 2").click()
    expect(page.locator("#step-2")).to_be_in_viewport()


def test_axe_finds_nothing_on_the_way_and_the_review(page):
    """But the review without a card, which is looked at with all pages."""
    answer_wrong(page)
    page.goto(RECALL)
    assert axe_violations_at(page, 390, 1440) == []
    page.get_by_role("button", name=SHOW).click()
    expect(page.locator("#answer")).to_be_focused()
    assert axe_violations_at(page, 390, 1440) == []
    page.get_by_role("button", name="Easy").click()
    expect(question(page)).to_be_focused()
    page.goto("/review/")
    assert axe_violations_at(page, 390, 1440) == []
    page.get_by_role("button", name=SHOW).click()
    page.get_by_role("button", name="Easy").click()
    expect(page.get_by_role("heading", name="No card is due now")).to_be_focused()
    assert axe_violations_at(page, 1440, 390) == []
