"""The way flow in Chromium: its diagram is read at every width, walked by keys, and leads to the rows."""

from playwright.sync_api import expect

from tests.browser.axe import found_at_every_width, sideways_by
from tests.support.servers import LESSON

PATH = f"/learn/{LESSON}/"


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


def can_be_read_at_every_width(page):
    for width in (320, 390, 819, 820, 1279, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(".flow-drawing:visible").count() == 1, width
        assert misfits(page) == [], width
        assert sideways_by(page) == 0, width


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
