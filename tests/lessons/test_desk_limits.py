"""What the desk refuses of a lesson's form: texts that take long to read, too many rows, unknown rows."""

import pytest

from tests.lessons.desk_page import choices, said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("summary", "![" * 10_001, "This has 20002 characters. Shorten it to 20000 at most."),
        ("questions-0-choices-0-text", "a" * 20_001, "This has 20001 characters."),
        ("questions-0-expects", f"[{'1,' * 10_000}1]", "This has 20003 characters."),
    ],
)
def test_a_text_that_would_take_long_to_read_is_refused_in_words(page, field, text, told):
    before = choices()
    page[field] = text
    assert told in said(page.save())
    assert choices() == before


def test_a_lesson_that_is_too_long_as_a_whole_is_refused_in_words(page):
    for number in range(40):
        page[f"tracker-extra-{number}"] = "a" * 10_000
    assert "The limit is 400,000." in said(page.save())


@pytest.mark.parametrize("rows", ["steps", "questions-0-choices"])
@pytest.mark.parametrize("count", ["1000", str(2**63)])
@pytest.mark.parametrize("kind", ["TOTAL", "INITIAL"])
def test_a_form_that_says_that_it_has_very_many_rows_takes_no_memory(page, rows, count, kind):
    before = choices()
    assert f"{rows}-{kind}_FORMS" in page
    page[f"{rows}-{kind}_FORMS"] = count
    response = page.save()
    assert response.content.count(b"<textarea") < 2000
    assert response.status_code == 200
    assert kind == "INITIAL" or "was changed successfully" not in said(response)
    assert choices() == before


@pytest.mark.parametrize("key", ["x", "9" * 5000, str(2**63), "-1", "a\0b"])
def test_a_form_that_names_a_row_which_cannot_be_is_refused(page, key):
    before = choices()
    page["steps-0-id"] = page["questions-0-choices-0-id"] = key
    response = page.save()
    assert response.status_code == 200
    assert "was changed successfully" not in said(response)
    assert choices() == before
