"""Two instructors who have the page of a lesson open at the same time, and save it one after the other."""

import re

import pytest
from django.utils.html import escape

from lessons.models import Lesson
from tests.lessons.desk_page import DeskPage, said
from tests.lessons.draft_steps import act, begin

pytestmark = pytest.mark.django_db


def added_row(page, prefix, **fields):
    """A new row as the form posts it; its place in the form."""
    place = int(page[f"{prefix}-TOTAL_FORMS"])
    page[f"{prefix}-TOTAL_FORMS"] = place + 1
    page |= {f"{prefix}-{place}-{name}": value for name, value in fields.items()}
    return place


def test_what_another_has_saved_meanwhile_is_not_overwritten_unseen(page, lesson):
    other = DeskPage(page.client, lesson)
    other["summary"] = "Theirs"
    other.store()
    page["summary"] = "Mine"
    answer = page.save()
    assert "Somebody has changed this lesson since you opened it" in said(answer)
    assert f'<a href="/admin/lessons/lesson/{lesson.pk}/history/" target="_blank">History</a>' in answer.text
    assert Lesson.objects.get().summary == "Theirs"
    again = DeskPage(page.client, lesson, answer)
    assert again["summary"] == "Mine"
    assert "was changed successfully" in said(again.save())
    assert Lesson.objects.get().summary == "Mine"


def test_rows_that_two_instructors_add_at_once_are_both_kept(page, lesson):
    other = DeskPage(page.client, lesson)
    row = {"place": "consumer", "text": "t"}
    added_row(other, "flow_steps", title="Theirs", **row)
    added_row(other, "questions-0-hints", text="Their hint")
    other.store()
    added_row(page, "flow_steps", title="Mine", **row)
    added_row(page, "questions-0-hints", text="My hint")
    page["flow_steps-0-title"] = "First"
    again = DeskPage(page.client, lesson, page.save())
    assert "was changed successfully" in said(again.save())
    titles = list(lesson.flow_steps.values_list("number", "title"))
    assert titles[0] == (1, "First")
    assert titles[-2:] == [(len(titles) - 1, "Mine"), (len(titles), "Theirs")]
    hints = lesson.questions.first().hints.values_list("text", flat=True)
    assert list(hints)[-2:] == ["My hint", "Their hint"]


def test_rows_that_another_deletes_while_they_are_edited_come_back_with_what_was_written(page, lesson):
    keys = [question.key for question in lesson.questions.all()]
    other = DeskPage(page.client, lesson)
    other |= {"flow_steps-0-DELETE": "on", "questions-1-DELETE": "on", "questions-0-choices-0-DELETE": "on"}
    other |= {"status": "draft", "withdrawn": "yes"}
    other.store()
    page |= {"status": "draft", "withdrawn": "yes", "flow_steps-0-title": "Mine"}
    page |= {"questions-1-text": "My question", "questions-0-choices-0-text": "My choice"}
    answer = page.save()
    assert "Somebody has changed this lesson" in said(answer)
    again = DeskPage(page.client, lesson, answer)
    assert "was changed successfully" in said(again.save())
    assert Lesson.every.get().flow_steps.get(number=1).title == "Mine"
    assert [question.key for question in lesson.questions.order_by("number")] == keys
    back = lesson.questions.get(number=2)
    assert (back.text, back.choices.count() > 1) == ("My question", True)
    assert lesson.questions.get(number=1).choices.get(number=1).text == "My choice"


def test_a_key_that_another_has_given_to_a_new_question_is_refused(page, lesson):
    other = DeskPage(page.client, lesson)
    own = {"key": "same", "text": "Which?", "kind": "single", "credits": "100", "reveal": "closed"}
    for each in (other, page):
        each |= {"status": "draft", "withdrawn": "yes"}
        place = added_row(each, "questions", **own)
        for rows in ("choices", "hints"):
            each |= {f"questions-{place}-{rows}-{count}_FORMS": 0 for count in ("TOTAL", "INITIAL")}
    other.store()
    again = DeskPage(page.client, lesson, page.save())
    assert "A question that somebody else has just added has this key." in said(again.save())


@pytest.mark.parametrize("deed", ["publish", "discard"])
def test_what_is_written_into_a_draft_that_is_gone_when_it_is_saved_is_shown(page, lesson, deed):
    draft = begin(page.client, lesson)
    mine = DeskPage(page.client, draft)
    mine |= {"summary": "My <long> work", "questions-0-choices-1-text": "My choice"}
    mine |= {"script-0-action": "await-like", "script-0-like": '{"my": 1}', "script-0-client": "2"}
    mine |= {"script-1-action": "", "script-1-text": "mine", "script-1-hex": "00ff"}
    act(page.client, draft, deed)
    answer = mine.save()
    assert answer.status_code == 409
    assert "Nothing was saved." in answer.text
    for place, text in (("summary", "My &lt;long&gt; work"), ("questions 1, choices 2, text", "My choice")):
        assert f'<th scope="row">{place}</th><td class="written">{text}</td>' in answer.text
    waits = 'Await JSON (client 2)\nJSON; an object may have more keys: {"my": 1}'
    script = [("script, step 1", waits), ("script, step 2", "No action chosen (client 1)\nText: mine\nBytes")]
    assert all(
        f'"row">{place}</th><td class="written">{escape(text)}' in answer.text for place, text in script
    )
    assert answer.text.count('<th scope="row">script') == len(script), "nothing of it is said twice"
    found = re.search(r'href="([^"]*)">Lessons of this title', answer.text)
    assert f'href="/admin/lessons/lesson/{lesson.pk}/change/' in page.client.get(found[1]).text
    asked = [f"key moments {each.number}, question" for each in lesson.key_moments.all()]
    assert all(f'<th scope="row">{place}</th>' in answer.text for place in asked)
    assert "csrf" not in answer.text.split('id="written"')[1]
