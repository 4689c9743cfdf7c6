"""Each kind of lie that a lesson can tell about its run is found, and the truth is not called a lie."""

import pytest

from lessons.admin.places import place_of
from lessons.claims import claims_of
from lessons.models import Lesson, Moment, Step, Value, Variable
from live_demo.record.verify import verify
from quizzes.question_models import Choice, Question

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
    assert found.proven == 5 + 5 + 10 + 8  # steps, their proofs, values, options
    assert found.not_executable == [f"question 'connect-without-accept', option {key}" for key in "abcd"]


def test_a_step_that_the_run_does_not_reach_is_a_fault():
    Step.objects.filter(number=4).update(reached_by="websocket.close")
    lesson = Lesson.objects.with_sections().get()
    points = [point for point in lesson.recording.points if point.step != 4]
    faults = verify(lesson, [], points).faults
    assert "step 4 is never reached: the run has no websocket.close for it" in faults


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
    assert faults[0] == "the run reaches a step more than once: 1, 2, 3, 4, 5, 5"


def test_two_steps_that_nothing_but_their_order_tells_apart_are_a_fault():
    Step.objects.filter(number=4).update(reached_by="websocket.receive")
    told = "steps 3 and 4 are reached by the same event: a frame's label, or sent_by, has to tell them apart"
    assert told in verified().faults
    Step.objects.filter(number=4).update(sent_by="another")
    assert told not in verified().faults


@pytest.mark.parametrize(
    ("holds_when", "told"),
    [
        ("", "not proven yet: message_buffer changes in step 5. Write into 'Predict: proof' with"),
        ("message_buffer = ['hello']", "holds when message_buffer is ['hello']; in the run it is []"),
        ("return receive", "holds when return receive: the run does not show that in this step"),
        ("inbox = []", "holds when inbox has a value, and the tracker has no inbox"),
    ],
)
def test_a_proof_that_the_run_does_not_show_is_a_fault(holds_when, told):
    Step.objects.filter(number=5).update(holds_when=holds_when)
    (fault,) = verified().faults
    assert told in fault


def test_a_result_that_names_a_variable_has_to_say_its_value():
    Step.objects.filter(number=3).update(holds_when="return receive")
    assert (
        "not proven yet: the result of step 3 names `message_buffer`. Write 'message_buffer = "
        in verified().faults[0]
    )


def test_a_line_that_is_next_or_a_method_that_has_returned_can_be_the_proof():
    Step.objects.filter(number=3).update(
        holds_when="message_buffer = ['hello']\nline await self.send(reply)", result="It waits"
    )
    Step.objects.filter(number=5).update(holds_when="message_buffer = []\nreturn disconnect")
    assert verified().faults == []


def test_a_wrong_value_in_the_tracker_is_a_fault():
    Value.objects.filter(variable__name="message_buffer", moment__number=3).update(text="['hallo']")
    ((key, _),) = verified().findings
    row = list(Variable.objects.values_list("name", flat=True)).index("message_buffer")
    assert place_of(key) == f"id_tracker-v{row}-m2-value"
    assert verified().faults == [
        "the tracker says that message_buffer is ['hallo'] at 'After the message arrives'; "
        "in the run it is ['hello'] after step 3"
    ]


def test_a_text_without_its_quotes_is_told_to_have_them():
    Value.objects.filter(variable__name="connection_state", text="'Open'").update(text="Open")
    assert verified().faults[0].endswith("Write it as Python does, with the quotes: 'Open'")


def test_a_moment_after_another_step_is_a_fault():
    Moment.objects.filter(number=3).update(after=4)
    assert "in the run it is ['hello', 'echo: hello'] after step 4" in "\n".join(verified().faults)


def test_a_variable_that_the_consumer_does_not_have_is_a_fault():
    Variable.objects.filter(name="message_buffer").update(name="inbox")
    faults = verified().faults
    assert (
        faults[0]
        == "the result of step 3 holds when message_buffer has a value, and the tracker has no message_buffer"
    )
    assert len(faults) == 2 + 5
    assert faults[2] == "the tracker says that inbox is [] at 'Start'; the run has no inbox at the start"


def test_a_wrong_option_marked_right_is_a_fault_and_so_is_the_right_one_marked_wrong():
    mark_right("state-after-step-2", 4)
    assert verified().faults == [
        "question 'state-after-step-2', option a (`'Accepted'`) is marked wrong, but the run shows it: "
        "in the run it is 'Accepted' after step 2",
        "question 'state-after-step-2', option d (`'Open'`) is marked right, but the run does not show it: "
        "in the run it is 'Accepted' after step 2",
    ]


def test_a_wrong_step_marked_right_is_a_fault():
    mark_right("step-that-replies", 1)
    assert verified().faults == [
        "question 'step-that-replies', option a (Step 3) is marked right, but the run does not show it: "
        "the run reaches step 3 with websocket.receive and step 4 with websocket.send",
        "question 'step-that-replies', option b (Step 4) is marked wrong, but the run shows it: "
        "the run reaches step 4 with websocket.send",
    ]


def test_a_proof_at_another_place_is_a_fault():
    Question.every.filter(key="state-after-step-2").update(proof="moment 5")
    assert [fault.partition(" is marked ")[2][:22] for fault in verified().faults] == [
        "right, but the run doe",
        "wrong, but the run sho",
    ]


def test_a_wrong_option_that_writes_the_right_value_in_another_way_is_a_fault():
    Choice.objects.filter(question__key="state-after-step-2", number=2).update(text='`"Accepted"`')
    (fault,) = verified().faults
    assert 'option b (`"Accepted"`) is marked wrong, but the run shows it' in fault


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
    Question.every.filter(key="state-after-step-2").update(text=question, proof=proof)
    Choice.objects.filter(question__key="state-after-step-2").update(text=option)
    found = verified()
    assert found.faults == []
    assert "question 'state-after-step-2', option a" in found.not_executable


def test_a_value_is_proven_after_a_step_too():
    Question.every.filter(key="state-after-step-2").update(
        text="What is `self.connection_state` now?", proof="step 2"
    )
    assert verified().faults == []
    assert len(verified().not_executable) == 4
