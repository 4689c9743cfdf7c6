"""What refers to a row of a lesson follows it when rows are inserted, deleted and moved at the desk."""

import pytest

from lessons.admin.row_moves import in_order
from lessons.models import Lesson, Moment
from quizzes.question_models import Question
from tests.lessons.desk_page import said

pytestmark = pytest.mark.django_db


def insert_step(page, number):
    row = int(page["steps-TOTAL_FORMS"])
    page["steps-TOTAL_FORMS"] = str(row + 1)
    fields = {"number": str(number), "reached_by": "chat.message", "action": "a", "evaluation": "e"}
    page |= {f"steps-{row}-{name}": value for name, value in {**fields, "result": "r", "id": ""}.items()}
    page[f"steps-{row}-lesson"] = page["steps-0-lesson"]


def pointers(lesson):
    """Everything that names a place, in the order of the page."""
    found = [row.points_to for row in lesson.key_moments.all()]
    found += [row.points_to for row in lesson.transcript_parts.all()]
    for question in Question.objects.filter(lesson=lesson):
        found += [question.proof, *(hint.points_to for hint in question.hints.all())]
    return found


def moved(texts, steps):
    kind = "step"
    return [f"{kind} {steps[int(text[5:])]}" if text.startswith(kind) else text for text in texts]


def test_the_order_that_an_instructor_means():
    assert in_order([(1, 1), (2, 2), (3, 3), (None, 2)]) == [0, 3, 1, 2]
    assert in_order([(1, 1), (2, 2), (3, 3), (4, 4), (5, 2)]) == [0, 4, 1, 2, 3]
    assert in_order([(1, 1), (2, 4), (3, 3), (4, 4)]) == [0, 2, 3, 1]
    assert in_order([(1, 2), (2, 1), (None, None)]) == [1, 0, 2]


def test_a_row_that_is_inserted_moves_every_reference_to_the_rows_after_it(page, lesson):
    before, values = pointers(lesson), lesson.recording.points
    covers = [[step.number for step in row.steps.all()] for row in lesson.flow_steps.all()]
    texts = list(lesson.questions.get(key="step-that-replies").choices.values_list("text", flat=True))
    insert_step(page, 3)
    answer = page.save()
    assert "was changed successfully" in said(answer)
    steps = {1: 1, 2: 2, 3: 4, 4: 5, 5: 6}
    held = Lesson.objects.get()
    assert [row.reached_by for row in held.steps.all()][2] == "chat.message"
    assert pointers(held) == moved(before, steps) != before
    assert [[step.number for step in row.steps.all()] for row in held.flow_steps.all()] == [
        [steps[number] for number in row] for row in covers
    ]
    assert [moment.after for moment in held.moments.all()] == [None, 2, 4, 5, 6]
    assert list(held.questions.get(key="step-that-replies").choices.values_list("text", flat=True)) == [
        f"Step {steps[int(text[5:])]}" for text in texts
    ]
    assert [point.step for point in held.recording.points] == [steps.get(point.step) for point in values]
    assert {point.current for point in held.recording.points} == {None, 1, 2, 4, 5, 6}


def test_rows_that_change_places_take_their_references_with_them(page, lesson):
    before = pointers(lesson)
    page["steps-1-number"], page["steps-2-number"] = "3", "2"
    page["tracker-m2-after"] = "2"  # typed: it names the number after saving
    assert "was changed successfully" in said(page.save())
    assert pointers(lesson) == moved(before, {1: 1, 2: 3, 3: 2, 4: 4, 5: 5})


def test_a_public_lesson_is_not_saved_without_what_it_points_to_and_names_it(page, lesson):
    page["steps-3-DELETE"] = "on"
    told = said(page.save())
    assert "This pointed to step 4, which you delete. Choose another place." in told
    assert "it comes after step 4, which you delete" in told
    assert Lesson.objects.get().steps.count() == 5


def test_a_draft_is_saved_and_names_what_pointed_to_the_deleted_row(page, lesson):
    page |= {"status": "draft", "withdrawn": "yes"}
    page["steps-3-DELETE"] = "on"
    page["tracker-m3-after"] = "3"
    told = said(page.save())
    assert "Rows have new numbers. Look at these:" in told
    assert "it pointed to step 4, which you delete" in told
    assert "its row, Step 4, is deleted" in told
    assert list(Moment.objects.values_list("after", flat=True)) == [None, 2, 3, 3, 4]


def test_a_reference_that_was_typed_names_the_number_after_saving(page, lesson):
    insert_step(page, 1)
    page["key_moments-0-points_to"] = "step 1"
    page.store()
    assert lesson.key_moments.first().points_to == "step 1"
