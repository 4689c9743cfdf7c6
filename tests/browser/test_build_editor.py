"""The editor of Build in Chromium: keys for code, files, long lines, and what comes back."""

from playwright.sync_api import expect

from tests.browser.visitors import VIEWPORT, listening
from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/build/"


def test_the_editor_writes_code_and_keeps_it(visitor, subtests):
    page = visitor.page
    page.goto(PAGE)
    listening(page)
    editor, files = page.locator("#source"), page.get_by_role("group", name="Your files")
    with subtests.test("Tab indents and Enter keeps the indentation"):
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

    with subtests.test("a file is added, renamed and deleted, and comes back"):
        editor.fill("from .words import x\n")
        files.get_by_role("button", name="Add a file").click()
        name = page.get_by_role("textbox", name="Name of the new file")
        name.fill("class")
        name.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("“class” is a word of Python")
        name.fill("words")
        name.press("Enter")
        expect(files.get_by_role("button", name="words.py", exact=True)).to_have_attribute(
            "aria-current", "true"
        )
        expect(page.locator(".editor-colors > span", has_text="# file: words.py")).to_be_in_viewport()
        editor.press_sequentially("x = 1")
        files.get_by_role("button", name="Rename words.py").click()
        page.get_by_role("textbox", name="New name of words.py").fill("texts.py")
        page.get_by_role("button", name="Rename", exact=True).click()
        text = "from .texts import x\n\n\n# file: texts.py\nx = 1"
        assert editor.input_value() == text
        files.get_by_role("button", name="Delete texts.py").click()
        assert editor.input_value() == "from .texts import x\n"
        note = page.locator("[data-editor-note]")
        expect(note).to_contain_text("texts.py is deleted. Line 1 still imports from it.")
        note.get_by_role("button", name="Undo").click()
        assert editor.input_value() == text
        files.get_by_role("button", name="consumer.py", exact=True).click()
        files.get_by_role("button", name="Delete consumer.py").press("Enter")
        expect(note).to_contain_text("consumer.py has to be there")
        assert editor.input_value() == text

    with subtests.test("a line that is too long scrolls in the editor, with the cursor in sight"):
        page.set_viewport_size({"width": 390, "height": 844})
        editor.fill("def f():\n    x = 1\n")
        numbers, lines = page.locator(".editor-lines li"), page.locator(".editor-colors > span")
        page.keyboard.insert_text("y" * 76)
        editor.press_sequentially("yyyy")
        expect(lines).to_have_count(3)
        tops = "rows => rows.map((row) => row.getBoundingClientRect().top)"
        assert numbers.evaluate_all(tops) == lines.evaluate_all(tops)
        scrolled = "() => document.querySelector('[data-editor]').scrollLeft"
        assert page.evaluate(scrolled) > 0
        assert editor.evaluate("area => area.scrollWidth - area.clientWidth") <= 0
        expect(numbers.last).to_be_in_viewport(ratio=1)
        editor.press("Enter")
        assert page.evaluate(scrolled) == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.set_viewport_size(VIEWPORT)

    with subtests.test("what was typed and not sent comes back, until another text is asked for"):
        typed = f"{editor.input_value()}# mine\n"
        editor.fill(typed)
        page.get_by_role("link", name="Live", exact=True).click()
        expect(page.get_by_role("button", name="Connect")).to_be_visible()
        page.get_by_role("link", name="Build", exact=True).click()
        expect(editor).to_have_value(typed)
        expect(page.get_by_text("What you typed and did not run or save is back.")).to_be_visible()
        listening(page).get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved.", exact=True)).to_be_in_viewport()
        expect(page.get_by_text("Your changes")).to_be_visible()
        listening(page).get_by_role("button", name="Reset to the lesson's code").click()
        expect(page.get_by_text("The lesson's code is back.")).to_be_visible()
        expect(listening(page).locator("#source")).not_to_have_value(typed)
