"""What becomes of a file that was chosen: refused, dropped, kept for a while, taken in part."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from lessons.models import Lesson
from quizzes.formats.models import QuestionImport
from quizzes.question_models import Question
from tests.quizzes.import_steps import WHOLE, address, choose, content, decide, text_of, told_after

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("q.gift", b"Which? {=a\n", "q.gift:1: a brace without its partner"),
        ("q.xml", b"<quiz>\n<a/></quiz>", "q.xml:2: <a> in <quiz>"),
        ("q.xml", b"<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz/>", "q.xml:1: a document type"),
        ("q.gift", b"\xff\xfea", "q.gift:1: not encoded as UTF-16"),
        ("q.gift", b"x" * 10_500_000, "larger than 10 MB"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_line_and_changes_nothing(admin, lesson, name, data, told):
    before = content()
    page = choose(admin, lesson, data, name)
    assert told in text_of(page)
    assert "Nothing was changed" in text_of(page)
    assert content() == before
    assert not QuestionImport.objects.exists()


def test_a_file_can_be_dropped(admin, lesson):
    page = choose(admin, lesson, WHOLE)
    before = content()
    assert "was discarded" in told_after(decide(admin, lesson, page, "refuse"))
    assert content() == before


def test_a_file_is_kept_for_an_hour_and_for_its_owner(admin, lesson, other_lesson, client):
    page = choose(admin, lesson, WHOLE)
    assert "There is no file to import" in told_after(decide(admin, other_lesson, page))
    client.force_login(User.objects.create_superuser("bob"))
    assert "There is no file to import" in told_after(decide(client, lesson, page))
    client.force_login(User.objects.get(username="ada"))
    QuestionImport.objects.update(made_at=timezone.now() - QuestionImport.RETENTION - timedelta(seconds=1))
    assert "There is no file to import" in told_after(decide(client, lesson, page))
    assert Question.every.filter(lesson=lesson).count() == 6


def test_what_has_changed_since_it_was_looked_at_is_shown_again(admin, lesson):
    page = choose(admin, lesson, WHOLE)
    Question.every.filter(lesson=lesson, key="one").update(key="new")
    again = decide(admin, lesson, page)
    assert "has changed since you opened this page" in text_of(again)
    assert Question.every.filter(lesson=lesson).count() == 6
    decide(admin, lesson, again)
    assert Question.every.filter(lesson=lesson, key="new-2").exists()


def test_a_second_click_adds_nothing(admin, lesson):
    page = choose(admin, lesson, WHOLE)
    decide(admin, lesson, page)
    assert "There is no file to import" in told_after(decide(admin, lesson, page))
    assert Question.every.filter(lesson=lesson).count() == 7


def test_a_failure_on_the_way_leaves_everything_as_it_was(admin, lesson, monkeypatch):
    page = choose(admin, lesson, WHOLE)
    before = content()

    def fail(*args, **options):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("quizzes.formats.apply.save_questions", fail)
    with pytest.raises(RuntimeError):
        decide(admin, lesson, page)
    assert content() == before
    assert QuestionImport.objects.exists()


def test_a_quiz_has_fifty_questions_at_most(admin, lesson):
    many = b"\n".join(b"::n%d::Which?{T}\n" % number for number in range(50))
    page = choose(admin, lesson, many)
    assert "would add 44 questions" in text_of(page)
    assert "of 50 in the file: a quiz has at most 50 questions" in text_of(page)
    assert page.content.decode().count(" checked>") == 44


def choose_some(client, lesson, page, *numbers):
    token = re.search(r'name="fingerprint" value="(\w+)"', page.content.decode())[1]
    data = {"do": "apply", "fingerprint": token, "choosing": "1", "take": numbers}
    return client.post(address(lesson, "import/"), data)


def ticked(page):
    return [int(number) for number in re.findall(r'name="take" value="(\d+)"[^>]* checked>', page.text)]


def test_an_instructor_takes_some_of_the_questions(admin, lesson):
    page = choose(admin, lesson, b"\n".join(b"::n%d::Which?{T}\n" % number for number in range(70)))
    assert "of 70 in the file" in text_of(page)
    page = choose_some(admin, lesson, page)
    assert "You chose no question" in text_of(page)
    assert ticked(page) == []
    page = choose_some(admin, lesson, page, *range(20, 70))
    assert "room for 44. Choose fewer" in text_of(page)
    assert ticked(page) == [*range(20, 70)]
    assert "2 questions added" in told_after(choose_some(admin, lesson, page, 37, 76))
    (draft,) = Lesson.every.filter(draft_of=lesson)
    assert list(draft.questions.values_list("number", "key"))[6:] == [(7, "n30"), (8, "n69")]
