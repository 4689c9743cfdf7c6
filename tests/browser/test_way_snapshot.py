"""The way snapshot in Chromium: its card is printed on one page, copied, and downloaded."""

import re

from playwright.sync_api import expect

from tests.browser.axe import found_at_every_width
from tests.browser.visitors import pasted
from tests.support.servers import LESSON

PATH = f"/learn/{LESSON}/"


def prints_on_one_page(page):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for size in ("A4", "Letter"):
            sheets = re.findall(rb"/Type /Page\b", page.pdf(format=size))
            assert len(sheets) == 1, (scheme, size)


def prints_the_card_and_no_controls(page):
    page.emulate_media(media="print")
    for text in (
        "Django Channels",
        "Channels for WebSocket support",
        "AsyncWebsocketConsumer",
        page.url[:-9],
    ):
        expect(page.locator("main").get_by_text(text).first).to_be_visible()
    for hidden in (".ways", ".site", ".site-footer", ".snapshot-actions", ".snapshot-source"):
        expect(page.locator(hidden)).to_be_hidden()
    page.emulate_media(media="null", color_scheme="light")


def is_copied_as_markdown(page):
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator("[data-copy-status]")).to_have_text("Copied")
    copied = pasted(page)
    assert copied.startswith("# Channels for WebSocket support\n\n**A WebSocket in Channels**")
    assert copied == page.request.get(f"{PATH}snapshot.md").text()


def is_selected_where_there_is_no_clipboard(page):
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator("[data-copy-status]")).to_contain_text("The text is selected")
    expect(page.locator("#snapshot-text")).to_be_focused()
    assert page.evaluate("getSelection().toString()").startswith("# Channels for WebSocket support")


def test_the_snapshot(visitor, subtests):
    visitor.grant("clipboard-write")
    page = visitor.page
    page.goto(f"{PATH}snapshot/")
    with subtests.test("it prints on one page, from whatever theme and on whatever paper"):
        prints_on_one_page(page)
    with subtests.test("the printed page holds the card, and no controls"):
        prints_the_card_and_no_controls(page)
    with subtests.test("axe finds nothing, and the page never scrolls sideways"):
        assert found_at_every_width(page) == []
    with subtests.test("the print button prints"):
        page.evaluate("window.print = () => { window.printed = true }")
        page.get_by_role("button", name="Print").click()
        assert page.evaluate("window.printed")
    with subtests.test("the card is copied as Markdown"):
        is_copied_as_markdown(page)
    with subtests.test("without a clipboard the Markdown is selected"):
        is_selected_where_there_is_no_clipboard(page)


def test_without_javascript_the_card_is_downloaded(visit):
    page = visit(java_script_enabled=False).page
    page.goto(f"{PATH}snapshot/")
    expect(page.get_by_role("button", name="Copy as Markdown")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as Markdown").click()
    assert download.value.suggested_filename == "websocket-support-snapshot.md"
