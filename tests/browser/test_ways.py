"""The shell and the player in Chromium: tabs, history, theme, keys, search, stepping, files."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.servers import LESSON

PAGE = f"/learn/{LESSON}/"
TITLE = "Channels for WebSocket support"


@pytest.fixture
def page(visit):
    return visit().page


def tab(page, name):
    return page.get_by_role("navigation", name="Ways to study").get_by_role("link", name=name, exact=True)


def test_a_tab_changes_the_way_the_address_and_the_title_and_back_goes_back(page):
    page.goto(PAGE)
    tab(page, "Step").click()
    expect(page).to_have_url(re.compile(rf"{PAGE}step/"))
    expect(page).to_have_title(f"Step: {TITLE} · Handshake")
    expect(tab(page, "Step")).to_have_attribute("aria-current", "page")
    expect(tab(page, "Step")).to_be_focused()
    expect(page.locator("#announce")).to_contain_text("Step through a recorded run")
    tab(page, "Quiz").click()
    expect(page.locator(".question")).to_have_count(3)
    expect(page.locator("#lesson")).to_have_count(1)
    page.go_back()
    expect(page.locator("[data-player]")).to_be_visible()
    page.get_by_role(
        "button", name="Play", exact=True
    ).click()  # the script has found the page that came back
    expect(page.locator("#place")).not_to_have_text("Point 1 of 21")
    page.go_back()
    expect(page).to_have_title(f"{TITLE} · Handshake")
    expect(page.locator("#execution")).to_be_visible()


def test_of_keys_in_quick_succession_the_last_one_wins(visit):
    visitor = visit()
    visitor.allowed = (
        "htmx:sendAbort",
        "htmx:afterRequest",
    )  # what htmx says of a request that is not awaited
    page = visitor.page
    page.goto(PAGE)
    for key in "1235":
        page.keyboard.press(key)
    expect(page.locator("#lesson")).to_have_attribute("data-way", "predict")
    expect(page).to_have_url(re.compile(rf"{PAGE}predict/"))


def test_every_way_has_its_page_without_javascript(visit):
    page = visit(java_script_enabled=False).page
    page.goto(PAGE)
    for name in ("Flow", "Step", "Live", "Predict", "Recall", "Quiz", "Snapshot", "Transcript", "Read"):
        tab(page, name).click()
        expect(page).to_have_url(re.compile(f"/{name.lower()}/$"))
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(tab(page, name)).to_have_attribute("aria-current", "page")


def test_going_on_to_another_way_closes_the_lab_socket(page):
    page.goto(f"{PAGE}live/")
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    tab(page, "Step").click()
    expect(page.locator("[data-player]")).to_be_visible()
    tab(page, "Live").click()
    expect(page.locator(".runs a")).to_have_count(1)  # only an ended run is listed
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")


def test_the_theme_is_chosen_and_kept(page):
    page.goto(PAGE)
    switch = page.get_by_role("button", name=re.compile("^Theme"))
    switch.click()
    switch.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 27)"
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(switch).to_have_accessible_name("Theme: dark. Switch to system.")


def test_the_theme_is_chosen_without_javascript(visit):
    page = visit(java_script_enabled=False).page
    page.goto(PAGE)
    page.get_by_role("button", name=re.compile("^Theme")).click()
    expect(page).to_have_url(re.compile(PAGE))
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_a_question_mark_shows_the_keys_and_digits_go_to_the_ways(page):
    page.goto(PAGE)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("3")
    expect(page.locator("[data-player]")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("?7")
    expect(page.get_by_role("searchbox")).to_have_value("?7")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Keys of a single letter").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("7")
    expect(page.locator("[data-player]")).to_be_visible()


def test_search_finds_a_lesson_and_shows_where(page):
    page.goto("/")
    page.get_by_role("searchbox").fill("InvalidStateError send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="with “Inv")).to_be_visible()
    expect(page.locator("mark", has_text="InvalidStateError").first).to_be_visible()
    page.get_by_role("link", name=TITLE).first.click()
    expect(page).to_have_url(re.compile(PAGE))


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


def shown(page, part):
    """The markup of `part`, but for the marks of the frames: without JavaScript no frame is the newest."""
    return re.sub(
        '(<li class="frame"[^>]*?)( aria-current="step"| data-new="")+',
        r"\1",
        page.locator(part).inner_html(),
    )


def test_the_player_equals_the_page_that_the_server_renders_at_every_point(page, visit):
    plain = visit(java_script_enabled=False).page
    page.goto(f"{PAGE}step/")
    for number in range(1, 22):
        plain.goto(f"{PAGE}step/?point={number}")
        page.get_by_role("slider").fill(str(number))
        for part in (".pane-steps", ".pane-values", ".pane-wire .frames", ".pane-code", "[data-say]"):
            assert shown(page, part) == shown(plain, part), (number, part)


def test_it_plays_pauses_and_stops_at_the_end(page):
    page.goto(f"{PAGE}step/?point=17")
    page.get_by_role("combobox", name="Speed").select_option("4×")
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
        ("{", "it is no JSON"),
        ("null", "it is no run exported from Handshake"),
        ('{"format": "other/2"}', "it is no run exported from Handshake"),
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


def test_what_a_request_could_not_bring_is_said_and_the_page_stays(visit):
    visitor = visit()
    visitor.allowed = ("htmx:sendError", "htmx:afterRequest", "Response Status Error", "Failed to load")
    page = visitor.page
    page.goto(f"{PAGE}quiz/")
    question = page.locator(".question").first
    question.get_by_role("radio").first.check()
    visitor.context.set_offline(True)
    question.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached")
    visitor.context.set_offline(False)
    visitor.context.clear_cookies()
    question.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert")).to_contain_text("What you sent was not taken. ")
    expect(question.get_by_role("radio").first).to_be_checked()
    tab(page, "Flow").click()
    expect(page.locator("#lesson")).to_have_attribute("data-way", "flow")
    expect(page.locator("#failed")).to_be_hidden()


def test_the_tabs_stand_still_whichever_is_in_use(visit):
    page = visit(viewport={"width": 1440, "height": 900}).page
    page.goto(PAGE)
    places = "(tabs) => tabs.map((tab) => tab.getBoundingClientRect().x)"
    before = page.locator(".ways a").evaluate_all(places)
    tab(page, "Transcript").click()
    expect(page.locator("#lesson")).to_have_attribute("data-way", "transcript")
    assert page.locator(".ways a").evaluate_all(places) == before


@pytest.mark.parametrize("width", [390, 1440, 1920])
@pytest.mark.parametrize("path", ["/", f"{PAGE}live/"])
def test_the_header_is_in_line_with_what_stands_below_it(visit, path, width):
    page = visit(viewport={"width": width, "height": 900}).page
    page.goto(path)
    left = [page.locator(place).bounding_box()["x"] for place in (".brand", "h1", ".site-footer p >> nth=0")]
    assert len(set(left)) == 1


def test_the_link_to_the_next_way_leaves_the_focus_on_its_tab(page):
    page.goto(f"{PAGE}quiz/")
    page.locator(".onward").get_by_role("link", name="Recall").click()
    expect(page.locator("#lesson")).to_have_attribute("data-way", "recall")
    expect(tab(page, "Recall")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
