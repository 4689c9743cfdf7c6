"""Build in a real browser: a line is changed on a phone, and it runs."""

import re

from playwright.sync_api import expect

from live_demo.challenges.definition import challenges_of
from tests.browser.axe import axe_violations_at, widths_of_sideways
from tests.browser.visitors import arrive

PAGE = "/learn/django-channels/websocket-support/build/"


def test_a_changed_line_runs_on_a_phone(visit):
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True).page
    page.goto(PAGE)
    editor = page.locator("#source")
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
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Open browser B").click()
    page.get_by_label("Text from B").fill("there")
    page.get_by_role("button", name="Send from B").click()
    expect(page.locator('.frame[data-who="b"]').last).to_contain_text("mine: there")
    editor.fill(editor.input_value().replace("mine: ", "second: "))
    page.get_by_role("button", name="Run").click()  # it closes the open run by itself
    expect(page.locator("#own-source")).to_contain_text("second: ")
    expect(page.get_by_label("Message")).to_be_enabled()
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
    expect(page.locator("#live-message")).to_contain_text("ZeroDivisionError in line 5 ended the run.")
    expect(page.locator("#line-5 code")).to_have_attribute("data-fault", "ZeroDivisionError")
    expect(page.locator("#line-5")).to_be_in_viewport()
    expect(page.locator("#log .raised")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Run again")).to_be_in_viewport(ratio=1)


RAISES = """from channels.generic.websocket import AsyncWebsocketConsumer

class Own(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        1 / 0
"""


def test_a_line_that_is_too_long_wraps_and_its_number_is_as_high(visitor):
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(PAGE)
    page.locator("#source").fill(f"x = '{'a' * 60}'\ny = 1\n")
    height = "element => element.getBoundingClientRect().height"
    numbers, lines = page.locator(".editor-lines li"), page.locator(".editor-colors > span")
    expect(lines).to_have_count(3)
    heights = [[each.evaluate(height) for each in row.all()] for row in (numbers, lines)]
    assert heights[0] == heights[1]
    assert heights[0][0] > heights[0][1]
    area = page.locator("#source").evaluate("area => area.scrollHeight - area.clientHeight")
    assert area <= 0


def test_tab_indents_and_enter_keeps_the_indentation(visitor):
    page = visitor.page
    page.goto(PAGE)
    editor = page.locator("#source")
    editor.fill("")
    editor.press_sequentially("def f():")
    editor.press("Enter")
    editor.press_sequentially("pass")
    assert editor.input_value() == "def f():\n    pass"
    editor.press("Tab")
    assert editor.input_value() == "def f():\n    pass    "
    colors = page.locator(".editor-colors")
    expect(colors.locator(".k")).to_have_text(["def", "pass"])
    editor.press("Home")
    editor.press("ArrowUp")
    editor.press("End")
    editor.press("ArrowLeft")
    expect(colors.locator(".pair")).to_have_text(["(", ")"])
    assert colors.text_content() == editor.input_value() + "\n"
    same = """([a, b]) => ["top", "left", "width"].every(
        (side) => a.getBoundingClientRect()[side] === b.getBoundingClientRect()[side])"""
    assert page.evaluate(same, [editor.element_handle(), colors.element_handle()])
    editor.press("Escape")
    editor.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()


def test_save_answers_with_the_page(visitor):
    page = visitor.page
    page.goto(PAGE)
    page.locator("#source").fill("x = 2\n")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#build-message")).to_contain_text("Saved.")
    expect(page.get_by_text("The difference to the lesson's code")).to_be_visible()


def test_a_challenge_is_written_judged_and_solved(visitor):
    page = visitor.page
    page.goto(PAGE)
    page.get_by_role("link", name="Each connection keeps its own count").click()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Not yet")).to_be_visible()
    expect(page.locator("#verdict")).to_contain_text("client 2 should have got")
    page.get_by_role("link", name="Show it in the run").first.click()
    arrive(page, re.compile("/attempts/"))
    assert axe_violations_at(page, 390, 1440) == []
    assert widths_of_sideways(page) == []
    page.get_by_role("link", name="Change your code").click()
    page.get_by_role("link", name="Show it in the run").first.click()
    here = page.locator(".expected-here")
    expect(here).to_contain_text("Expected: ")
    expect(page.locator(".frame[aria-current]")).to_have_count(1)
    page.get_by_role("link", name="First").click()
    expect(here).to_be_hidden()
    page.get_by_role("link", name="Go to where the promise broke").click()
    expect(here).to_be_visible()
    page.get_by_role("button", name="Why?").click()
    expect(page.get_by_role("heading", name="Frame 2 to the browser")).to_be_visible()
    expect(page.get_by_text("The two runs differ here.")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Change your code").click()
    page.locator("#source").fill(challenges_of("chat")["own-state"].right["counter"])
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Solved: every promise is kept")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
