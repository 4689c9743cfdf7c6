"""Each kind of lie that a lesson can tell about its run is found, and the truth is not called a lie."""

import pytest

from lessons.claims import claims_of
from lessons.models import Lesson, Moment, Step, Value, Variable
from live_demo.record.verify import verify
from quizzes.quiz_models import Choice, Question

pytestmark = pytest.mark.django_db


def verified():
    lesson = Lesson.objects.with_sections().get()
    return verify(lesson, claims_of(lesson), lesson.recording.points)


def mark_right(question, number):
    choices = Choice.objects.filter(question__key=question)
    choices.update(is_right=False)
    choices.filter(number=number).update(is_right=True)


def test_the_shipped_lesson_is_true_and_what_no_run_can_tell_is_listed():
    found = verified()
    assert found.faults == []
    assert found.proven == 5 + 10 + 8  # steps, values, options
    assert found.not_executable == [f"question 'connect-without-accept', option {key}" for key in "abcd"]


def test_a_step_that_the_run_does_not_reach_is_a_fault():
    Step.objects.filter(number=4).update(reached_by="websocket.close")
    lesson = Lesson.objects.with_sections().get()
    points = [point for point in lesson.recording.points if point.step != 4]
    faults = verify(lesson, [], points).faults
    assert "step 4 is never reached: the run brings no websocket.close for it" in faults


def test_steps_in_another_order_are_a_fault():
    lesson = Lesson.objects.with_sections().get()
    points = lesson.recording.points
    for point in points:
        point.step = {3: 4, 4: 3}.get(point.step, point.step)
    assert verify(lesson, [], points).faults[0] == "the run reaches the steps in the order 1, 2, 4, 3, 5"


def test_a_step_that_the_run_reaches_twice_is_a_fault():
    lesson = Lesson.objects.with_sections().get()
    points = lesson.recording.points
    (closed,) = [number for number, point in enumerate(points) if point.step == 5]
    faults = verify(lesson, [], points[: closed + 1] + points[closed:]).faults
    assert faults == ["the run reaches a step more than once: 1, 2, 3, 4, 5, 5"]


def test_a_wrong_value_in_the_tracker_is_a_fault():
    Value.objects.filter(variable__name="message_buffer", moment__number=3).update(text="['hallo']")
    assert verified().faults == [
        "the tracker says that message_buffer is ['hallo'] at 'After the message arrives'; "
        "in the run it is ['hello'] after step 3"
    ]


def test_a_moment_after_another_step_is_a_fault():
    Moment.objects.filter(number=3).update(after=4)
    assert "in the run it is ['hello', 'echo: hello'] after step 4" in "\n".join(verified().faults)


def test_a_variable_that_the_consumer_does_not_have_is_a_fault():
    Variable.objects.filter(name="message_buffer").update(name="inbox")
    faults = verified().faults
    assert len(faults) == 5
    assert faults[0] == "the tracker says that inbox is [] at 'Start'; the run has no inbox at the start"


def test_a_wrong_option_marked_right_is_a_fault_and_so_is_the_right_one_marked_wrong():
    mark_right("state-after-step-2", 4)
    assert verified().faults == [
        "question 'state-after-step-2', option a (`'Accepted'`) is marked wrong, and the run agrees with it: "
        "in the run it is 'Accepted' after step 2",
        "question 'state-after-step-2', option d (`'Open'`) is marked right, and the run contradicts it: "
        "in the run it is 'Accepted' after step 2",
    ]


def test_a_wrong_step_marked_right_is_a_fault():
    mark_right("step-that-replies", 1)
    assert verified().faults == [
        "question 'step-that-replies', option a (Step 3) is marked right, and the run contradicts it: "
        "the run reaches step 3 with websocket.receive and step 4 with websocket.send",
        "question 'step-that-replies', option b (Step 4) is marked wrong, and the run agrees with it: "
        "the run reaches step 4 with websocket.send",
    ]


def test_a_proof_at_another_place_is_a_fault():
    Question.objects.filter(key="state-after-step-2").update(proof="moment 5")
    assert [fault.partition(" is marked ")[2][:30] for fault in verified().faults] == [
        "right, and the run contradicts",
        "wrong, and the run agrees with",
    ]


def test_a_wrong_option_that_writes_the_right_value_in_another_way_is_a_fault():
    Choice.objects.filter(question__key="state-after-step-2", number=2).update(text='`"Accepted"`')
    (fault,) = verified().faults
    assert 'option b (`"Accepted"`) is marked wrong, and the run agrees with it' in fault


@pytest.mark.parametrize(
    ("question", "option", "proof"),
    [
        ("What does it hold?", "`None`", "moment 2"),
        ("Is `connection_state` `message_buffer`?", "`None`", "moment 2"),
        ("What is `connection_state`?", "It is open", "moment 2"),
        ("What is `connection_state`?", "`None`", "key 1"),
        ("When?", "Step 2", "moment 2"),
    ],
)
def test_what_no_run_can_tell_is_neither_proven_nor_a_fault(question, option, proof):
    Question.objects.filter(key="state-after-step-2").update(text=question, proof=proof)
    Choice.objects.filter(question__key="state-after-step-2").update(text=option)
    found = verified()
    assert found.faults == []
    assert "question 'state-after-step-2', option a" in found.not_executable


def test_a_value_is_proven_after_a_step_too():
    Question.objects.filter(key="state-after-step-2").update(
        text="What is `self.connection_state` now?", proof="step 2"
    )
    assert verified().faults == []
    assert len(verified().not_executable) == 4
