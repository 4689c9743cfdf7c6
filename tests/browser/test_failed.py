"""A server that does not answer: said once, nothing lost, gone when it answers again."""

import pytest
from playwright.sync_api import expect

from tests.support.servers import LESSON

PATH = f"/learn/{LESSON}/quiz/"
WORDS = "The server cannot be reached. Nothing was lost. Please try again."


@pytest.fixture
def visitor(visit):
    made = visit()
    made.allowed = (
        "htmx:sendError",
        "htmx:afterRequest",
        "ERR_INTERNET_DISCONNECTED",
        "503",
        "Response Status",
    )
    return made


def tab(page, name):
    return page.locator(".ways").get_by_role("link", name=name, exact=True)


def test_where_the_server_does_not_answer_the_page_says_so_and_stays(visitor, subtests):
    page = visitor.page
    page.goto(PATH)
    with subtests.test("offline, a tab and an answer say so and keep what was chosen"):
        notice = page.locator("#failed")
        asked = page.locator(".question").first
        asked.get_by_role("radio").nth(1).check()
        visitor.context.set_offline(True)
        tab(page, "Flow").click()
        expect(notice).to_have_text(WORDS)
        expect(notice).to_be_in_viewport()
        asked.get_by_role("button", name="Answer").click()
        expect(asked.get_by_role("button", name="Answer")).to_be_focused()
        expect(asked.get_by_role("radio").nth(1)).to_be_checked()
        visitor.context.set_offline(False)
        asked.get_by_role("button", name="Answer").click()
        expect(asked.locator(".why")).to_be_focused()
        expect(notice).to_be_hidden()
    with subtests.test("an error page never takes the place of the lesson"):
        page.route(
            "**/flow/",
            lambda route: route.fulfill(
                status=503, content_type="text/html", body="<!doctype html><h1>Down</h1>"
            ),
        )
        tab(page, "Flow").click()
        expect(page.locator("#failed")).to_contain_text("An error happened on the server.")
        expect(page.get_by_role("heading", name="Quiz", exact=True)).to_be_visible()
        tab(page, "Step").click()
        expect(page.locator("#lesson")).to_have_attribute("data-way", "step")
        expect(page.locator("#failed")).to_be_hidden()
