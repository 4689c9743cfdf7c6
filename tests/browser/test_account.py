"""Accounts in Chromium: by keyboard, without JavaScript, seen by axe."""

import itertools
import re

from playwright.sync_api import expect

from tests.browser.axe import axe_violations, axe_violations_at, is_sideways
from tests.browser.visitors import arrive, listening
from tests.support.servers import LESSON

PASSWORD = "a password of the tests"
NAMES = (f"learner-{number}" for number in itertools.count())


def answer_one_question(page):
    page.goto(f"/learn/{LESSON}/quiz/")
    question = page.locator(".question").first
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Answer").click()
    expect(question).to_contain_text(re.compile("✓|✕"))


def tab_to(page, role, name):
    """Press Tab until the focus is there; the whole page has far fewer stops than this."""
    wanted = page.get_by_role(role, name=name, exact=True).first.element_handle()
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {name}")


def sign_up(page, name):
    page.goto("/account/sign-up/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Repeat the password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Your progress")).to_be_visible()


def fill_in_by_keyboard(page, name):
    for label, text in (("User name", name), ("Password", PASSWORD), ("Repeat the password", PASSWORD)):
        tab_to(page, "textbox", label)
        page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_signing_up_by_keyboard_tells_a_mistake_and_carries_progress_over(visitor, subtests):
    visitor.allowed = ("400",)
    page = visitor.page
    answer_one_question(page)
    tab_to(page, "link", "Sign in")
    page.keyboard.press("Enter")
    arrive(page, re.compile("/account/sign-in/"))
    expect(page).to_have_title(re.compile("^Sign in"))
    tab_to(page, "link", "Make one")
    page.keyboard.press("Enter")
    arrive(page, re.compile("/account/sign-up/"))
    expect(page).to_have_title(re.compile("^Make an account"))
    fill_in_by_keyboard(page, "a b")
    with subtests.test("after an error the focus is on the field that has it"):
        expect(page).to_have_title(re.compile("^Error: "))
        field = listening(page).get_by_label("User name")
        expect(field).to_be_focused()
        expect(field).to_have_accessible_description(re.compile("Use letters, digits and"))
        assert axe_violations(page) == []
    name = next(NAMES)
    for key in ("Control+A", "Delete", "Shift+Tab"):
        page.keyboard.press(key)
    fill_in_by_keyboard(page, name)
    arrive(page, re.compile(f"/learn/{LESSON}/quiz/"))
    expect(page.get_by_role("status").first).to_have_text(
        "What you did in this browser is now in your account."
    )
    expect(page.locator("#score")).to_contain_text("1 of 3 answered")
    tab_to(page, "link", f"Progress of {name}")
    page.keyboard.press("Enter")
    expect(page.locator(".lessons-done")).to_contain_text("1 of 3 answered")


def test_all_of_it_works_without_javascript(visit):
    name = next(NAMES)
    visitor = visit(java_script_enabled=False)
    page = visitor.page
    answer_one_question(page)
    sign_up(page, name)
    expect(page.locator(".lessons-done")).to_contain_text("1 of 3 answered")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=f"Progress of {name}").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download my data").click()
    assert download.value.suggested_filename == "handshake-my-data.json"
    page.get_by_role("link", name="Delete my data").click()
    page.get_by_label("Delete my account, too").check()
    page.get_by_role("button", name="Delete my data").click()
    expect(page.get_by_role("status").first).to_contain_text("Your data and your account are deleted.")
    expect(page.get_by_text("Nothing is stored about you.")).to_be_visible()


def test_axe_finds_nothing_and_no_page_goes_sideways(page):
    def check(path):
        page.goto(path)
        assert axe_violations_at(page, 1440, 390) == []
        assert not is_sideways(page)

    answer_one_question(page)
    check("/account/")
    sign_up(page, f"{next(NAMES)}{'a' * 130}")
    for path in ("/account/", "/account/delete/", "/account/password/"):
        check(path)
