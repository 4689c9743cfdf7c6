"""The ways flow and snapshot in Chromium."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at
from tests.browser.visitors import pasted
from tests.support.servers import LESSON

PATH = f"/learn/{LESSON}/"
WAYS = ("flow", "snapshot", "transcript")

SPEECH = """
window.spoken = []
class Speech extends EventTarget {
  getVoices() { return [{ name: 'A voice', lang: 'en-US' }] }
  speak(said) { spoken.push(said); said.onstart?.({}) }
  cancel() {
    window.canceled = (window.canceled ?? 0) + 1
    this.last()?.onerror({ error: 'canceled' })
  }
  last() { return spoken.at(-1) }
}
Object.defineProperty(window, 'speechSynthesis', { value: new Speech() })
window.SpeechSynthesisUtterance = function (text) { this.text = text }
window.finish = () => speechSynthesis.last().onend({})
"""


def wide_by(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def misfits(page):
    """The texts of the drawing that is shown which do not lie in their box, and those that are too small."""
    return page.evaluate("""() => [...document.querySelectorAll('.flow-drawing')]
      .filter((svg) => svg.getClientRects().length)
      .flatMap((svg) => [...svg.querySelectorAll('.node text')].filter((text) => {
        const box = text.closest('.node').querySelector('.box').getBoundingClientRect()
        const { left, right, top, bottom } = text.getBoundingClientRect()
        const size = parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a
        return left < box.left || right > box.right || top < box.top || bottom > box.bottom || size < 13.99
      }).map((text) => text.textContent))""")


@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing_and_the_page_never_scrolls_sideways(visitor, way):
    page = visitor.page
    visitor.run_first(SPEECH)
    page.goto(f"{PATH}{way}/")
    for summary in page.locator("#lesson summary").all():
        summary.click()
    page.set_viewport_size({"width": 320, "height": 640})
    assert wide_by(page) == 0
    if way == "transcript":
        page.get_by_role("button", name="Listen", exact=True).click()
    assert axe_violations_at(page, 390, 1440) == []


def test_the_diagram_can_be_read_at_every_width(page):
    page.goto(f"{PATH}flow/?node=3")
    for width in (320, 390, 819, 820, 1279, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(".flow-drawing:visible").count() == 1, width
        assert misfits(page) == [], width
        assert wide_by(page) == 0, width


@pytest.mark.parametrize(("width", "suffix"), [(1440, ""), (390, "-narrow")])
def test_the_diagram_is_walked_by_keyboard_and_focus_stays(visit, width, suffix):
    page = visit(own=True, viewport={"width": width, "height": 800}).page
    page.goto(f"{PATH}flow/")
    entries = page.evaluate("history.length")
    page.locator(f"#node-1{suffix}").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.locator(f"#node-3{suffix}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#opened")).to_contain_text("URLRouter compares the path")
    expect(page.locator("#announce")).to_contain_text("3 of 6. Routing picks the consumer. A consumer")
    node = page.locator(f"#node-3{suffix}")
    expect(node).to_be_focused()
    expect(node).to_have_attribute("aria-current", "step")
    assert page.url.endswith("/flow/?node=3")
    assert page.evaluate("history.length") == entries
    page.keyboard.press("End")
    expect(page.locator(f"#node-6{suffix}")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"#node-6{suffix}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#opened")).to_contain_text("Either side can close the socket.")
    page.reload()
    expect(page.locator("#opened")).to_contain_text("Either side can close the socket.")


def test_a_node_under_the_pointer_opens_and_leads_to_its_row(page):
    page.goto(f"{PATH}flow/")
    page.locator("#node-4").click()
    expect(page.locator("#opened")).to_contain_text("Each event calls one method.")
    page.locator("#opened").get_by_role("link", name="row 2").click()
    expect(page.locator("tr#step-2")).to_be_in_viewport()
    assert page.url.endswith(f"{PATH}#step-2")


def test_the_focus_is_not_hidden_behind_what_is_open(visit):
    page = visit(viewport={"width": 390, "height": 700}).page
    page.goto(f"{PATH}flow/")
    page.locator("#node-1-narrow").focus()
    for _ in range(5):
        page.keyboard.press("Tab")
    node, panel = page.locator("#node-6-narrow"), page.locator("#opened")
    expect(node).to_be_focused()
    box, over = node.bounding_box(), panel.bounding_box()
    assert box["y"] + box["height"] <= over["y"] or box["y"] >= over["y"] + over["height"]


def test_without_javascript_a_node_opens_by_its_link(visit):
    page = visit(java_script_enabled=False).page
    page.goto(f"{PATH}flow/")
    page.locator("#node-5").click()
    expect(page.locator("#opened")).to_contain_text("for each message that arrives")
    page.get_by_text("As a list").click()
    expect(page.locator(".flow-list li")).to_have_count(6)
    expect(page.locator(".flow-list li").nth(1)).to_contain_text("Daphne or Uvicorn reads the request")


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_snapshot_prints_on_one_page(page, size, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{PATH}snapshot/")
    assert len(re.findall(rb"/Type /Page\b", page.pdf(format=size))) == 1


def test_the_printed_page_holds_the_card_and_no_controls(page):
    page.goto(f"{PATH}snapshot/")
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


def test_the_printed_bench_has_every_pane_whole_and_no_controls(page):
    page.set_viewport_size({"width": 718, "height": 1015})  # of a sheet
    page.goto(f"{PATH}step/")
    page.emulate_media(media="print")
    for pane in (".pane-code", ".pane-wire", ".pane-steps", ".pane-values"):
        expect(page.locator(pane)).to_be_visible()
    expect(page.locator("#line-23")).to_be_visible()
    expect(page.locator("#row-5 details p").last).to_be_visible()
    assert not page.locator(".pane-code .scroller").evaluate(
        "(pane) => pane.scrollHeight > pane.clientHeight + 1"
    )
    for hidden in (".pace", ".bench-tabs", ".pane-state"):
        expect(page.locator(hidden)).to_be_hidden()


def test_the_print_button_prints(page):
    page.goto(f"{PATH}snapshot/")
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")


def test_the_card_is_copied_as_markdown(visit):
    visitor = visit(own=True)
    visitor.context.grant_permissions(["clipboard-write"])
    page = visitor.page
    page.goto(f"{PATH}snapshot/")
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator("[data-copy-status]")).to_have_text("Copied")
    copied = pasted(page)
    assert copied.startswith("# Channels for WebSocket support\n\n**A WebSocket in Channels**")
    assert copied == page.request.get(f"{PATH}snapshot.md").text()


def test_without_a_clipboard_the_markdown_is_selected(visitor):
    page = visitor.page
    visitor.run_first("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{PATH}snapshot/")
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator("[data-copy-status]")).to_contain_text("The text is selected")
    expect(page.locator("#snapshot-text")).to_be_focused()
    assert page.evaluate("getSelection().toString()").startswith("# Channels for WebSocket support")


def test_without_javascript_the_card_is_downloaded(visit):
    page = visit(java_script_enabled=False).page
    page.goto(f"{PATH}snapshot/")
    expect(page.get_by_role("button", name="Copy as Markdown")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as Markdown").click()
    assert download.value.suggested_filename == "websocket-support-snapshot.md"


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)
