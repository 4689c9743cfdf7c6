"""Everything that changes a row of a lesson gives the lesson a new version, for which caches are made."""

import pytest
from django.contrib.auth.models import User

from lessons.drafts.bin import put_back, put_in_bin
from lessons.drafts.copying import duplicate as duplicate_lesson
from lessons.drafts.draft import publish_draft, start_draft
from lessons.models import Lesson
from live_demo.record.desk.desk_runs import _store
from live_demo.record.desk.fill import fill
from live_demo.record.desk.models import DeskRun
from live_demo.record.desk.play import Brought
from quizzes.arranging.arrange import duplicate, move, remove
from quizzes.bank.find import take
from quizzes.stored_answer_key import answer_keys
from tests.lessons.desk_page import DeskPage
from tests.quizzes.import_steps import WHOLE, choose, decide

pytestmark = pytest.mark.django_db


def stored(lesson):
    return Lesson.every.get(pk=lesson.pk)


def move_question(lesson, desk):
    move(lesson, lesson.questions.first(), 1)


def duplicate_question(lesson, desk):
    duplicate(lesson, lesson.questions.first())


def remove_question(lesson, desk):
    remove(lesson, lesson.questions.first())


def take_question(lesson, desk):
    take(duplicate_lesson(lesson).questions.first(), lesson)


def import_question(lesson, desk):
    decide(desk, lesson, choose(desk, lesson, WHOLE))
    assert lesson.questions.filter(key="new").exists()


def publish_other_rows(lesson, desk):
    draft = start_draft(lesson)
    draft.questions.first().choices.update(feedback="Other words.")
    publish_draft(stored(draft), User.objects.get(username="ada"))


def bring_back_from_bin(lesson, desk):
    put_in_bin(lesson)
    put_back(stored(lesson))


def store_a_run(lesson, desk):
    brought = Brought("Daphne 4", points=[], rows=lesson.browser_side.as_data())
    _store(lesson, brought, DeskRun(lesson=lesson))


def fill_a_draft(lesson, desk):
    points = lesson.recording.points
    lesson.status = Lesson.Status.DRAFT
    lesson.save()
    for section in (
        lesson.steps,
        lesson.flow_steps,
        lesson.moments,
        lesson.variables,
        lesson.transcript_parts,
    ):
        section.all().delete()
    before = stored(lesson).changed_at
    fill(lesson, points, None)
    assert lesson.steps.exists()
    assert stored(lesson).changed_at > before


@pytest.mark.parametrize(
    "write",
    [
        move_question,
        duplicate_question,
        remove_question,
        take_question,
        import_question,
        publish_other_rows,
        bring_back_from_bin,
        store_a_run,
        fill_a_draft,
    ],
)
def test_a_writer_of_rows_gives_the_lesson_a_new_version(desk, lesson, write):
    before = stored(lesson).changed_at
    write(stored(lesson), desk)
    assert stored(lesson).changed_at > before


@pytest.mark.parametrize(
    ("section", "field"),
    [
        ("steps", "action"),
        ("flow_steps", "text"),
        ("key_moments", "answer"),
        ("transcript_parts", "text"),
        ("questions", "text"),
    ],
)
def test_a_row_that_is_saved_at_the_desk_gives_the_lesson_a_new_version(desk, lesson, section, field):
    before = stored(lesson).changed_at
    page = DeskPage(desk, lesson)
    page[f"{section}-0-{field}"] += " Other words."
    page.store()
    assert stored(lesson).changed_at > before
    assert getattr(getattr(lesson, section).first(), field).endswith("Other words.")


def test_a_lesson_object_that_has_a_new_version_grades_by_the_new_key(lesson):
    right = answer_keys(lesson)[0].right_choices[0].key
    choices = lesson.questions.first().choices
    wrong = choices.filter(is_right=False).last()
    choices.update(is_right=False)
    choices.filter(pk=wrong.pk).update(is_right=True)
    assert answer_keys(stored(lesson))[0].right_choices[0].key == right
    lesson.new_version()
    assert answer_keys(lesson)[0].right_choices[0].key != right
    assert answer_keys(stored(lesson))[0].right_choices[0].key != right
