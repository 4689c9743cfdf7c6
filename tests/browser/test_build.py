"""Build in Chromium: own code runs on a phone and on a wide screen, and what is wrong in it is shown."""

import re

from playwright.sync_api import expect

from tests.browser.axe import widths_of_sideways
from tests.browser.visitors import listening
from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/build/"


def test_on_a_phone_a_line_is_changed_and_runs(visit, subtests):
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).page
    page.goto(PAGE)
    listening(page)
    editor = page.locator("#source")
    with subtests.test("the task leads to its line, and keys for code stand above"):
        run, task = page.get_by_role("button", name="Run"), page.locator("#build-message")
        expect(run).to_be_in_viewport(ratio=1)
        expect(page.locator("#editor-help")).not_to_be_in_viewport(ratio=1)
        task.get_by_role("link").click()
        line = page.locator(".editor-lines li:nth-child(17)")
        expect(editor).to_be_focused()
        expect(line).to_have_attribute("data-caret", "")
        for seen in (line, task, run):
            expect(seen).to_be_in_viewport(ratio=1)
        page.set_viewport_size({"width": 390, "height": 480})  # what the keyboard leaves
        editor.press("Shift")
        bottom, top = (each.bounding_box()["y"] for each in (page.locator("[data-caret]").last, run))
        assert 0 < bottom < top
        page.set_viewport_size({"width": 390, "height": 844})
        keys = page.get_by_role("group", name="Keys for code")
        before = editor.input_value()
        for name in ("Indent more", "Indent more", "Indent less", "Colon"):
            keys.get_by_role("button", name=name).click()
        assert editor.input_value().split("\n")[16] == f"    {' ' * 8}:{before.split(chr(10))[16].lstrip()}"
        expect(editor).to_be_focused()
        for _ in range(4):
            keys.get_by_role("button", name="Undo").click()
        assert editor.input_value() == before

    with subtests.test("a changed line runs"):
        editor.fill(editor.input_value().replace("echo: ", "mine: "))
        page.get_by_role("button", name="Run").click()
        expect(page.get_by_label("Message")).to_be_enabled()
        page.get_by_label("Message").fill("hello")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("#frames")).to_contain_text("mine: hello")
        expect(page.locator("#own-source")).to_contain_text("mine: ")
        running = page.locator("#own-source li[aria-current]")
        expect(running).to_be_in_viewport(ratio=1)
        page.set_viewport_size({"width": 1440, "height": 900})
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("#frames")).to_contain_text(re.compile("mine: hello.*mine: hello", re.DOTALL))
        expect(running).to_be_in_viewport(ratio=1)
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="Open browser B").click()
        page.get_by_label("Text from B").fill("there")
        page.get_by_role("button", name="Send from B").click()
        expect(page.locator('.frame[data-who="b"]').last).to_contain_text("mine: there")
        expect(page.locator("#live-message")).not_to_contain_text("in capitals")
        editor.fill(editor.input_value().replace("mine: {text_data}", "second: {text_data.upper()}"))
        page.get_by_role("button", name="Run").click()  # it closes the open run by itself
        expect(page.locator("#own-source")).to_contain_text("second: ")
        expect(page.get_by_label("Message")).to_be_enabled()
        expect(page.locator("#live-message")).to_contain_text("Press Send: the reply comes in capitals.")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("#live-message")).to_contain_text("A reply of your changed code has come.")
        page.get_by_role("button", name="Close", exact=True).click()
        expect(page.locator("#live-message")).to_contain_text("Replay this run")


def test_a_syntax_error_comes_into_sight_and_leads_to_its_line(visitor):
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(PAGE)
    editor = page.locator("#source")
    editor.fill("x = 1\ndef f(:\n")
    visitor.allowed = ("WebSocket connection to", "response code: 500")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#log")).to_contain_text("Not run (line 2): SyntaxError")
    expect(page.locator("#log .not_loaded")).to_be_in_viewport()
    expect(page.locator("#live-message")).to_contain_text("could not be run at line 2")
    fault = page.locator(".editor-lines li:nth-child(2)")
    expect(fault).to_have_class("fault")
    page.locator("#log").get_by_role("link", name="line 2").click()
    expect(editor).to_be_focused()
    expect(fault).to_be_in_viewport()
    assert editor.evaluate("area => area.selectionStart") == len("x = 1\n")
    editor.fill(RAISES)
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_label("Message")).to_be_enabled()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#live-message")).to_contain_text("ZeroDivisionError at line 5 ended the run.")
    expect(page.locator("#line-5 code")).to_have_attribute("data-fault", "ZeroDivisionError")
    expect(page.locator("#line-5")).to_be_in_viewport()
    expect(page.locator("#log .raised")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Run again")).to_be_in_viewport(ratio=1)
    expect(page.locator("#live-message")).to_have_attribute("data-failed", "")
    page.locator("#live-message").get_by_role("link", name="Edit line 5").click()
    expect(page.locator(".editor-lines li:nth-child(5)")).to_be_in_viewport(ratio=1)
    page.locator("#live-message").get_by_role("button", name="Why?").click()
    expect(page.get_by_role("heading", name="ZeroDivisionError at line 5")).to_be_in_viewport()
    assert widths_of_sideways(page, 1440, 390) == []
    page.go_back()
    listening(page)
    expect(page.locator("#live-message")).to_have_text("Your last run is over. Open that run")
    editor.fill(RAISES.replace("1 / 0", "pass"))
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_label("Message")).to_be_enabled()
    expect(page.get_by_role("tab", name="Variables")).to_have_attribute("aria-selected", "true")
    page.get_by_role("tab", name="Log").click()
    expect(page.get_by_role("tabpanel", name="Log")).to_contain_text("Nothing was printed or logged so far.")
    page.get_by_text("Earlier versions: 2").click()
    page.locator(".earlier").get_by_role("link").first.click()
    expect(page.locator("#source")).to_have_value(RAISES)
    page.get_by_text("What you have changed since then").click()
    expect(page.locator(".looked-at .added")).to_contain_text("pass")
    page.get_by_role("link", name="Back to your newest version").click()
    expect(page.locator("#source")).to_have_value(re.compile("pass"))


RAISES = """from channels.generic.websocket import AsyncWebsocketConsumer

class Own(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        1 / 0
"""


def test_on_a_wide_screen_the_whole_tracker_and_browser_b_are_in_sight_from_the_beginning(visit):
    page = visit(viewport={"width": 1440, "height": 900}).page
    page.goto("/learn/django-channels/websocket-support/build/")
    for name in ("readyState", "(browser)"):
        expect(page.locator(".pane-values").get_by_text(name)).to_be_in_viewport(ratio=1)
    page.goto("/learn/django-channels/groups/build/")
    opens = page.get_by_role("button", name="Open browser B")
    expect(opens).to_be_in_viewport(ratio=1)  # of its pane, too
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_label("Message", exact=True)).to_be_enabled()
    expect(opens).to_be_in_viewport(ratio=1)
    opens.click()
    sends = page.get_by_role("button", name="Send from B")
    expect(sends).to_be_enabled()
    for button in (sends, page.get_by_role("button", name="Send", exact=True)):
        expect(button).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#live-message")).to_contain_text("Browser A closed its socket with 1000")
    expect(page.get_by_role("region", name="Browser B")).to_contain_text("readyState 1 OPEN")
