"""What a learner does on the page of the live demo."""

from playwright.sync_api import expect

from tests.support.servers import LESSON

PATH = f"/learn/{LESSON}/live/"


def connect(page, path=PATH):
    page.goto(path)
    press_connect(page)


def press_connect(page):
    """Connect, and wait until the lab socket is open."""
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")


def send(page, text):
    page.get_by_label("Message", exact=True).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
