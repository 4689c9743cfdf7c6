"""Questions imported with a preview, and exported, in Chromium."""

from playwright.sync_api import expect

from tests.browser.axe import axe_violations, axe_violations_at, is_sideways

QUESTIONS = """$CATEGORY: Sockets

// [id:imported] [tag:proof: step 2]
::Imported::[html]<p>What does the server answer to the <b>handshake</b>?</p>{
\t=101#Switching Protocols.
\t~%50%200#That is an ordinary answer.
\t~403
}

::Essay::Why?{}
"""


def is_sound(page):
    """Assert that axe finds nothing and that the page does not scroll sideways, narrow and wide."""
    assert axe_violations_at(page, 820, 1280) == []
    page.set_viewport_size({"width": 390, "height": 1000})
    assert not is_sideways(page)
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_questions_are_looked_at_added_and_downloaded(desk, odd_lessons, tmp_path):
    file = tmp_path / "sockets.gift"
    file.write_text(QUESTIONS)
    lesson = odd_lessons[1].split("/")[-3]  # it becomes a draft, and no other test opens its page
    desk.goto(f"/admin/quizzes/formats/{lesson}/")
    is_sound(desk)
    desk.get_by_label("File").set_input_files(file)
    desk.get_by_role("button", name="See what it would make").click()
    expect(desk.get_by_role("heading", name="Question 4: imported")).to_be_visible()
    shown = desk.locator("#content-main")
    expect(shown).to_contain_text("Categories of the file: Sockets.")
    expect(shown).to_contain_text("Line 10: an essay")
    expect(shown).to_contain_text("The lesson is public and stays as it is")
    expect(shown).to_contain_text("Still to be written: feedback of choice 3.")
    is_sound(desk)
    desk.get_by_role("button", name="Add it to the quiz").click()
    expect(desk.locator(".messagelist")).to_contain_text("1 question added to")
    expect(desk.locator('[name="questions-3-key"]')).to_have_value("imported")
    desk.get_by_role("link", name="Questions: import, export").click()
    for name, ending in (("gift", "gift"), ("xml", "xml"), ("qti", "zip")):
        with desk.expect_download() as download:
            desk.locator(f'a[href$="/{name}/"]').click()
        assert download.value.suggested_filename.endswith(f".{ending}")


def test_what_is_no_question_in_a_file_is_told_with_its_line(desk, odd_lessons, tmp_path):
    file = tmp_path / "faulty.gift"
    file.write_text("One?{T}\n\nTwo? {=a ~b\n")
    lesson = odd_lessons[0].split("/")[-3]
    desk.goto(f"/admin/quizzes/formats/{lesson}/")
    desk.get_by_label("File").set_input_files(file)
    desk.get_by_role("button", name="See what it would make").click()
    expect(desk.locator("main")).to_contain_text("Line 3: not written as GIFT: a brace without its partner")
    expect(desk.locator("main")).to_contain_text("would add 1 question")
    assert axe_violations(desk) == []
