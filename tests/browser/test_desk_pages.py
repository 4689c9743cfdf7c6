"""The smaller pages of the desk at the widths of instructors: pictures, the question list, the bank, runs."""

import io
import re

from PIL import Image
from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at
from tests.browser.desk_page import add, made_lesson, save

WIDTHS = 820, 1280


def drawn():
    target = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(target, "PNG")
    return {"name": "figure.png", "mimeType": "image/png", "buffer": target.getvalue()}


def is_sound(page):
    assert axe_violations_at(page, *WIDTHS) == []
    page.set_viewport_size({"width": 1440, "height": 1000})


def drag(page, source, target):
    """Drag with the mouse, step by step, as jQuery UI wants it."""
    page.locator(target).scroll_into_view_if_needed()
    begin, end = page.locator(source).bounding_box(), page.locator(target).bounding_box()
    page.mouse.move(begin["x"] + 200, begin["y"] + 5)
    page.mouse.down()
    page.mouse.move(end["x"] + 200, end["y"] - 10, steps=15)
    page.mouse.up()


def write_script(page):
    """Wait, then send: the steps are added the other way round, with one too many."""
    for action in ("send", "cut", "wait"):
        page.get_by_role("button", name="Add a step").click()
        page.locator(".script-step").last.get_by_label("Action").select_option(action)
    page.get_by_label("Milliseconds").and_(page.locator('[name="script-2-ms"]')).fill("20")
    page.keyboard.press("Alt+ArrowUp")
    page.get_by_role("group", name="Step 2").get_by_role("button", name="Move up").click()
    page.get_by_role("group", name="Step 3").get_by_role("button", name="Remove").click()
    expect(page.locator(".script-steps").get_by_role("status")).to_have_text("Step 3 is removed.")


def test_pictures_and_questions_of_a_lesson_are_worked_on_at_every_width(desk):
    desk.goto(made_lesson(desk, "pictured"))
    snapshot = desk.locator(".field-snapshot")
    desk.locator('[name="snapshot"]').focus()
    desk.locator('[name="snapshot"]').press("Control+End")
    snapshot.get_by_text("Add a picture").click()
    snapshot.get_by_role("button", name="Upload").click()
    expect(snapshot.get_by_role("status").last).to_contain_text("Choose a file.")
    snapshot.locator('[type="file"]').set_input_files(drawn())
    snapshot.get_by_label("Description").fill("a teal field")
    snapshot.get_by_role("button", name="Upload").click()
    expect(desk.locator('[name="snapshot"]')).to_have_value(re.compile(r"!\[a teal field\]\(/images/"))
    snapshot.get_by_role("button", name="Preview").click()
    shown = snapshot.get_by_role("img", name="a teal field")
    expect(shown).to_have_js_property("naturalWidth", 320)
    for row in (2, 3):
        add(desk, "steps")
        desk.locator(f'[name="steps-{row}-action"]').fill(f"Action {row}")
    drag(desk, "#steps-3 .djn-drag-handler", "#steps-2 .djn-drag-handler")
    expect(desk.locator('[name="steps-3-number"]')).to_have_value("3")
    expect(desk.locator('[name="steps-2-number"]')).to_have_value("4")
    write_script(desk)
    is_sound(desk)
    save(desk)
    expect(desk.locator('[name="steps-2-action"]')).to_have_value("Action 3")
    expect(desk.locator('[name^="script-"][name$="-action"]')).to_have_count(2)
    expect(desk.locator('[name="script-0-ms"]')).to_have_value("20")
    expect(desk.locator('[name="script-1-action"]')).to_have_value("send")

    pictures, questions, recording = (
        desk.get_by_role("link", name=name).get_attribute("href")
        for name in ("Pictures", "Questions: order, copies", "Record and verify")
    )
    desk.goto(pictures)
    is_sound(desk)
    desk.goto(questions)
    desk.get_by_role("button", name="Duplicate question 1").click()
    rows = desk.locator("[data-arranging] > li .help")
    expect(rows).to_have_text([re.compile("first$"), re.compile("first-copy$")])
    desk.locator("#question-2").drag_to(desk.locator("#question-1"), target_position={"x": 20, "y": 2})
    expect(desk.locator(".messagelist")).to_contain_text("It is question 1 now.")
    expect(rows).to_have_text([re.compile("first-copy$"), re.compile("first$")])
    is_sound(desk)
    desk.get_by_role("link", name=re.compile("Question bank")).click()
    is_sound(desk)
    desk.goto(recording)
    is_sound(desk)
    desk.goto("/admin/")
    expect(desk.get_by_role("region", name="Drafts")).to_contain_text("A lesson on pictured")
    is_sound(desk)
