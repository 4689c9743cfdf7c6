"""The player of runs in Chromium: stepping, playing, and exported files."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/"


@pytest.fixture
def page(visit):
    return visit().page


def test_the_player_moves_line_row_values_frames_and_sentence_together(page):
    page.goto(f"{PAGE}step/#point-14")
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


PARTS = [".pane-steps", ".pane-values", ".pane-wire .frames", ".pane-code", "[data-say]"]
MARKUP = """([html, parts]) => {
    const page = html === null ? document : new DOMParser().parseFromString(html, 'text/html')
    return parts.map((part) => {
        const copy = page.querySelector(part).cloneNode(true)
        for (const each of copy.querySelectorAll('.at-line, .pace, .lane > *')) each.remove()
        for (const pane of copy.querySelectorAll('.scroller')) pane.removeAttribute('style')
        return copy.innerHTML
    })
}"""


def shown(page, html=None):
    """The markup of each part of the page, or of `html`, which no script has touched.

    Without what JavaScript adds: the newest frame, the height of whole lines.
    """
    added = re.compile('(<li class="frame"[^>]*?)( aria-current="step"| data-new="")+')
    return {
        part: added.sub(r"\1", each)
        for part, each in zip(PARTS, page.evaluate(MARKUP, [html, PARTS]), strict=True)
    }


def test_the_player_equals_the_page_that_the_server_renders_at_every_point(page):
    page.goto(f"{PAGE}step/")
    for number in range(1, 22):
        rendered = page.request.get(f"{PAGE}step/?point={number}").text()
        page.get_by_role("slider").fill(str(number))
        assert shown(page) == shown(page, rendered), number


def test_it_plays_pauses_and_stops_at_the_end(page):
    page.goto(f"{PAGE}step/?point=17")
    page.get_by_role("combobox", name="Pace").select_option("normal")
    page.locator("h1").click()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator("#place")).to_have_text("Point 21 of 21")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_an_exported_run_plays_from_its_file_without_a_server(page, tmp_path):
    page.goto(f"{PAGE}step/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as JSON").click()
    data = json.loads(download.value.path().read_text())
    data["points"] = data["points"][:9]
    data["points"][8]["shown"]["now"]["sentence"] = "<img src=x onerror=alert(1)> is text"
    file = tmp_path / "run.json"
    file.write_text(json.dumps(data))
    page.context.set_offline(True)
    page.get_by_label("Play an exported file").set_input_files(file)
    expect(page.locator("[data-import-note]")).to_contain_text("Playing run.json: 9 points")
    page.keyboard.press("End")
    expect(page.locator("#place")).to_have_text("Point 9 of 9")
    expect(page.locator(".says")).to_contain_text("<img src=x onerror=alert(1)> is text")


def test_a_run_that_was_exported_in_format_1_still_plays_as_it_was(page, tmp_path):
    """Format 1 had a sentence at each point, and nothing else for the page."""
    data = page.request.get("/live/django-channels/websocket-support.json").json()
    page.goto(f"{PAGE}step/?point=17")
    frames, says = page.locator(".frames").inner_text(), page.locator(".says").inner_text()
    values = page.locator(".pane-values").inner_text()
    old = [{**point, "sentence": point["shown"]["now"]["sentence"]} for point in data["points"]]
    for point in old:
        del point["shown"]
    file = tmp_path / "run.json"
    file.write_text(json.dumps(data | {"format": "handshake-trace/1", "points": old}))
    page.get_by_label("Play an exported file").set_input_files(file)
    expect(page.locator("[data-import-note]")).to_contain_text("21 points")
    page.get_by_role("slider").fill("17")
    expect(page.locator("#place")).to_have_text("Point 17 of 21")
    assert page.locator(".frames").inner_text() == frames
    assert page.locator(".says").inner_text() == says
    assert page.locator(".pane-values").inner_text() == values


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda data: data.update(format="handshake-trace/9"), "it is in format 9, which is not known here"),
        (lambda data: data["points"].reverse(), "its trace points are missing or out of order"),
        (lambda data: data["points"][3].pop("shown"), "its trace points are missing or out of order"),
    ],
)
def test_a_run_that_this_player_can_not_show_is_refused_in_words(page, tmp_path, change, why):
    data = page.request.get("/live/django-channels/websocket-support.json").json()
    change(data)
    page.goto(f"{PAGE}step/?point=5")
    file = tmp_path / "run.json"
    file.write_text(json.dumps(data))
    page.get_by_label("Play an exported file").set_input_files(file)
    expect(page.locator("[data-import-note]")).to_contain_text(why)
    expect(page.locator("#place")).to_have_text("Point 5 of 21")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "it is not JSON"),
        ("null", "it is not a run exported from Handshake"),
        ('{"format": "other/2"}', "it is not a run exported from Handshake"),
        ('{"format": "handshake-trace/2", "lesson": "other"}', "a run of another lesson"),
    ],
)
def test_a_file_that_is_no_run_is_refused_in_words_and_loses_nothing(page, tmp_path, content, why):
    page.goto(f"{PAGE}step/?point=5")
    file = tmp_path / "file.json"
    file.write_text(content)
    page.get_by_label("Play an exported file").set_input_files(file)
    expect(page.locator("[data-import-note]")).to_contain_text(why)
    expect(page.locator("#place")).to_have_text("Point 5 of 21")


def test_a_file_without_an_upgrade_to_the_newest_format_is_refused(page, tmp_path):
    """A player of format 3 without the step from 2: a file of format 1 must not pass for one of 3."""
    data = page.request.get("/live/django-channels/websocket-support.json").json()
    file = tmp_path / "run.json"
    file.write_text(json.dumps(data | {"format": "handshake-trace/1"}))

    def newer(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("handshake-trace/2", "handshake-trace/3"))

    page.route(f"**{PAGE}step/**", newer)
    page.goto(f"{PAGE}step/?point=5")
    page.get_by_label("Play an exported file").set_input_files(file)
    expect(page.locator("[data-import-note]")).to_contain_text("it is in format 1, which is not known here")
    expect(page.locator("#place")).to_have_text("Point 5 of 21")
