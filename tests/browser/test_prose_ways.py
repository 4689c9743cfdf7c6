"""The ways flow and snapshot in Chromium."""

import re

from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at
from tests.browser.visitors import pasted
from tests.support.servers import LESSON

PATH = f"/learn/{LESSON}/"

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


def found_at_every_width(page):
    """What axe finds with everything of the way open, and where the page scrolls sideways."""
    summaries = page.locator("#lesson summary")
    for summary in summaries.all():
        summary.click()
    page.set_viewport_size({"width": 320, "height": 640})
    sideways = wide_by(page)
    found = axe_violations_at(page, 390, 1440) + ([f"{sideways} px too wide at 320"] if sideways else [])
    for summary in summaries.all():
        summary.click()
    return found


def can_be_read_at_every_width(page):
    for width in (320, 390, 819, 820, 1279, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(".flow-drawing:visible").count() == 1, width
        assert misfits(page) == [], width
        assert wide_by(page) == 0, width


def is_walked_by_keyboard_and_focus_stays(page, suffix):
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


def test_the_flow(visitor, subtests):
    page = visitor.open()  # with a history of its own, which is not full
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(f"{PATH}flow/")
    with subtests.test("the focus is not hidden behind what is open"):
        page.locator("#node-1-narrow").focus()
        for _ in range(5):
            page.keyboard.press("Tab")
        node, panel = page.locator("#node-6-narrow"), page.locator("#opened")
        expect(node).to_be_focused()
        box, over = node.bounding_box(), panel.bounding_box()
        assert box["y"] + box["height"] <= over["y"] or box["y"] >= over["y"] + over["height"]
    with subtests.test("axe finds nothing, and the page never scrolls sideways"):
        assert found_at_every_width(page) == []
    for width, suffix in ((1440, ""), (390, "-narrow")):
        page.set_viewport_size({"width": width, "height": 800})
        with subtests.test("the diagram is walked by keyboard, and the focus stays", width=width):
            is_walked_by_keyboard_and_focus_stays(page, suffix)
    with subtests.test("a node that is open stays open when the page is loaded anew, at any width"):
        page.reload()
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            expect(page.locator("#opened")).to_contain_text("Either side can close the socket.")
    with subtests.test("a node opens under the pointer, and the diagram can be read at every width"):
        page.locator("#node-3").click()
        expect(page.locator("#opened")).to_contain_text("URLRouter compares the path")
        can_be_read_at_every_width(page)
    with subtests.test("a node that is open leads to its row"):
        page.locator("#node-4").click()
        expect(page.locator("#opened")).to_contain_text("Each event calls one method.")
        page.locator("#opened").get_by_role("link", name="row 2").click()
        expect(page.locator("tr#step-2")).to_be_in_viewport()
        assert page.url.endswith(f"{PATH}#step-2")


def test_without_javascript_a_node_opens_by_its_link(visit):
    page = visit(java_script_enabled=False).page
    page.goto(f"{PATH}flow/")
    page.locator("#node-5").click()
    expect(page.locator("#opened")).to_contain_text("for each message that arrives")
    page.get_by_text("As a list").click()
    expect(page.locator(".flow-list li")).to_have_count(6)
    expect(page.locator(".flow-list li").nth(1)).to_contain_text("Daphne or Uvicorn reads the request")


def test_the_transcript(visitor):
    visitor.run_first(SPEECH)
    page = visitor.page
    page.goto(f"{PATH}transcript/")
    page.get_by_role("button", name="Listen", exact=True).click()
    assert found_at_every_width(page) == []


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


def test_without_javascript_the_card_is_downloaded(visit):
    page = visit(java_script_enabled=False).page
    page.goto(f"{PATH}snapshot/")
    expect(page.get_by_role("button", name="Copy as Markdown")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as Markdown").click()
    assert download.value.suggested_filename == "websocket-support-snapshot.md"
