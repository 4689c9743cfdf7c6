"""The player of runs in Chromium: stepping, playing, and exported files."""

import copy
import json
import re

import pytest
from playwright.sync_api import expect

from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/"
PARTS = [".pane-steps", ".pane-values", ".pane-wire .frames", ".pane-code", "[data-say]"]
DIFFERENCES = """async ([address, parts]) => {
    const rendered = new DOMParser().parseFromString(await (await fetch(address)).text(), 'text/html')
    const markup = (page, part) => {
        const copy = page.querySelector(part).cloneNode(true)
        for (const each of copy.querySelectorAll('.at-line, .pace, .lane > *')) each.remove()
        for (const pane of copy.querySelectorAll('.scroller')) pane.removeAttribute('style')
        for (const frame of copy.querySelectorAll('.frame')) {
            frame.removeAttribute('aria-current')
            frame.removeAttribute('data-new')
        }
        return copy.innerHTML
    }
    const both = parts.map((part) => [document, rendered].map((page) => markup(page, part)))
    return both.filter(([ours, theirs]) => ours !== theirs)
}"""
"""The parts of the page that are not those of the page at an address, which no script has touched.

Without what JavaScript adds: the newest frame, the height of whole lines.
"""


def test_the_player_moves_all_parts_together_and_equals_the_page_of_the_server(page, subtests):
    page.goto(f"{PAGE}step/#point-14")
    with subtests.test("line, row, values, frames and sentence move together"):
        expect(page.locator("#place")).to_have_text("Point 14 of 21")
        expect(page.locator("#line-18")).to_have_attribute("aria-current", "step")
        expect(page.locator("#row-3")).to_have_attribute("aria-current", "step")
        expect(page.locator("#value-message_buffer")).to_have_text("['hello']")
        expect(page.locator(".frame")).to_have_count(3)
        expect(page.locator(".says")).to_contain_text("Line 18 is next: await self.send(reply)")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#row-4")).to_have_attribute("aria-current", "step")
        expect(page.locator(".frame").last).to_have_attribute("aria-current", "step")
        expect(page).to_have_url(re.compile("#point-15$"))
        page.keyboard.press("End")
        expect(page.locator("#times-5")).to_have_text("1×")
        expect(page.locator("#value-connection_state")).to_have_text("'Closed'")
        expect(page.locator("[data-next]")).to_have_attribute("aria-disabled", "true")
        page.keyboard.press("Home")
        expect(page.locator(".frame")).to_have_count(0)
        expect(page.locator("#value-message_buffer")).to_have_text("—")
        page.get_by_role("slider").fill("12")
        expect(page.locator("#line-16")).to_have_attribute("aria-current", "step")
    with subtests.test("at every point the page equals the one that the server renders"):
        for number in range(1, 22):
            page.get_by_role("slider").fill(str(number))
            address = f"{PAGE}step/?point={number}"
            assert page.evaluate(DIFFERENCES, [address, PARTS]) == [], number


@pytest.fixture
def exported(page):
    """The run of the page as its file has it."""
    return page.request.get("/live/django-channels/websocket-support.json").json()


@pytest.fixture
def bring(page, tmp_path):
    """Play a file of these contents."""

    def bring(content):
        file = tmp_path / "run.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        page.locator("[data-import-note]").evaluate("(note) => note.replaceChildren()")
        page.get_by_label("Play an exported file").set_input_files(file)

    return bring


def in_format_1(run):
    """Format 1 had a sentence at each point, and nothing else for the page."""
    old = [{**point, "sentence": point["shown"]["now"]["sentence"]} for point in run["points"]]
    for point in old:
        del point["shown"]
    return run | {"format": "handshake-trace/1", "points": old}


def test_it_plays_to_the_end_and_plays_a_run_of_format_1_as_it_was(page, exported, bring, subtests):
    page.goto(f"{PAGE}step/?point=17")
    panes = {pane: page.locator(pane).inner_text() for pane in (".frames", ".says", ".pane-values")}
    note = page.locator("[data-import-note]")
    with subtests.test("it plays, pauses and stops at the end"):
        page.get_by_role("combobox", name="Pace").select_option("normal")
        page.locator("h1").click()
        page.keyboard.press("Space")
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        expect(page.locator("#place")).to_have_text("Point 21 of 21")
        expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    with subtests.test("a run that was exported in format 1 still plays as it was"):
        bring(in_format_1(exported))
        expect(note).to_contain_text("21 points")
        page.get_by_role("slider").fill("17")
        expect(page.locator("#place")).to_have_text("Point 17 of 21")
        assert {pane: page.locator(pane).inner_text() for pane in panes} == panes
    with subtests.test("after it, one in the newest format plays"):
        bring(exported | {"points": exported["points"][:9]})
        expect(note).to_contain_text("Playing run.json: 9 points")


DISORDERED = "its trace points are missing or out of order"
REFUSED = [
    (lambda data: data | {"format": "handshake-trace/9"}, "it is in format 9, which is not known here"),
    (lambda data: data | {"points": data["points"][::-1]}, DISORDERED),
    (lambda data: data["points"][3].pop("shown") and data, DISORDERED),
    (lambda data: "{", "it is not JSON"),
    (lambda data: "null", "it is not a run exported from Handshake"),
    (lambda data: '{"format": "other/2"}', "it is not a run exported from Handshake"),
    (lambda data: '{"format": "handshake-trace/2", "lesson": "other"}', "a run of another lesson"),
]
"""What is made of a run, and why it is refused."""
NEWER = """document.addEventListener('readystatechange', () => {
    const { content } = document.querySelector('[data-player] [data-run]')
    content.textContent = content.textContent.replace('handshake-trace/2', 'handshake-trace/3')
}, { once: true })"""
"""Make the player one of format 3, before its script starts."""


def test_files_play_without_a_server_and_what_is_no_run_is_refused_in_words(
    visitor, page, exported, bring, subtests
):
    page.goto(f"{PAGE}step/?point=5")
    note = page.locator("[data-import-note]")
    for change, why in REFUSED:
        content = change(copy.deepcopy(exported))
        with subtests.test("it is refused in words, and loses nothing", file=str(content)[:80], why=why):
            bring(content)
            expect(note).to_contain_text(why)
            expect(page.locator("#place")).to_have_text("Point 5 of 21")
    with subtests.test("an exported run plays from its file without a server"):
        with page.expect_download() as download:
            page.get_by_role("link", name="Export as JSON").click()
        data = json.loads(download.value.path().read_text())
        data["points"] = data["points"][:9]
        data["points"][8]["shown"]["now"]["sentence"] = "<img src=x onerror=alert(1)> is text"
        page.context.set_offline(True)
        bring(data)
        expect(note).to_contain_text("Playing run.json: 9 points")
        page.keyboard.press("End")
        expect(page.locator("#place")).to_have_text("Point 9 of 9")
        expect(page.locator(".says")).to_contain_text("<img src=x onerror=alert(1)> is text")
        page.context.set_offline(False)
    with subtests.test("a player of format 3 without the step from 2 does not take format 1 for its own"):
        visitor.run_first(NEWER)
        page.goto(f"{PAGE}step/?point=5")
        bring(exported | {"format": "handshake-trace/1"})
        expect(note).to_contain_text("it is in format 1, which is not known here")
        expect(page.locator("#place")).to_have_text("Point 5 of 21")


def test_a_lane_leads_to_the_point_that_set_its_value(page):
    page.goto(f"{PAGE}step/#point-21")
    expect(page.locator("#place")).to_have_text("Point 21 of 21")
    lane = page.locator("[data-lane=message_buffer]")
    lane.get_by_role("button", name="on: ['hello']", exact=False).first.click()
    expect(page.locator("#value-message_buffer")).to_have_text("['hello']")
    expect(page.locator("#line-16 .set[data-now]")).to_have_text("message_buffer ['hello']")
    expect(lane.locator("[aria-current]")).to_have_text("['hello']")
