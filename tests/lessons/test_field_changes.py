"""What differs between two versions of a lesson, in the words of its form."""

from lessons.folder.field_changes import FieldChange, field_changes

QUIZ = """
[[questions]]
key = "{}"
text = "{}?"

[[questions.choices]]
text = "Yes"
{}
"""


def quiz(*rows):
    return {"quiz.toml": "".join(QUIZ.format(*row) for row in rows)}


def test_fields_are_named_as_in_the_form_and_values_as_people_say_them():
    lesson = (
        '[[execution.steps]]\nresult = "{}"\nholds_when = [{}]\n[[flow.steps]]\ntitle = "A"\ncovers = {}\n'
    )
    before = {"lesson.toml": lesson.format("Open", "'a = 1', 'b = 2'", "[1, 2]"), **quiz(("q", "Is it", ""))}
    after = {"lesson.toml": lesson.format("Shut", "", "[]"), **quiz(("q", "Is it", "right = true"))}
    assert field_changes(before, after) == [
        FieldChange("step 1, result", "Open", "Shut"),
        FieldChange("step 1, predict: proof", "a = 1, b = 2", ""),
        FieldChange("flow step 1, covers", "1, 2", ""),
        FieldChange("question 1, choice a, right", "no", "yes"),
    ]
    assert field_changes(before, before) == []


def test_a_question_that_moved_is_the_same_and_one_that_is_new_or_gone_is_told_by_its_text():
    before = quiz(("a", "First", ""), ("b", "Second", ""), ("c", "Third", ""))
    after = quiz(("b", "Second", ""), ("c", "Third", ""), ("d", "Fourth", ""), ("a", "First", ""))
    assert field_changes(before, after) == [
        FieldChange("question 3", "", "Fourth?"),
        FieldChange("question 1", "First?", "is question 4 now"),
    ]
    assert field_changes(after, before)[-1] == FieldChange("question 3", "Fourth?", "")


def test_a_row_that_is_gone_does_not_change_those_after_it():
    steps = [f'[[execution.steps]]\naction = "{name}"\n' for name in "abcd"]
    before, after = {"lesson.toml": "".join(steps)}, {"lesson.toml": "".join([steps[0], *steps[2:]])}
    assert field_changes(before, after) == [FieldChange("step 2", "b", "")]
    assert field_changes(after, before) == [FieldChange("step 2", "", "b")]


def test_texts_say_their_lines_and_a_recorded_run_whether_it_is_the_first_another_or_the_same():
    before = {"transcript.md": "One.\n\nTwo.\n", "trace.json": "[]"}
    after = {"transcript.md": "One.\n\nThree.\n", "trace.json": "[1]"}
    assert field_changes(before, after) == [
        FieldChange("transcript", "Two.", "Three."),
        FieldChange("recorded run", "", "another run"),
    ]
    (first,) = field_changes({}, {"trace.json": "[1]"})
    assert first == FieldChange("recorded run", "", "a run")
    followed = [{"trace.json": f'{{"points": [{{"at": 1, "step": {step}}}]}}'} for step in (2, 1)]
    (run,) = field_changes(*followed)
    assert run.after == "the same run; the numbers of its steps have followed"


def test_a_variable_is_told_by_its_name_and_the_words_that_differ_are_marked():
    row = '[[tracker.variables]]\nname = "total"\nvalues = ["{}"]\n'
    (change,) = field_changes(
        {"lesson.toml": row.format("None at first")}, {"lesson.toml": row.format("0 at first")}
    )
    assert change == FieldChange("tracker, total, values", "None at first", "0 at first")
    assert change.words_before == [("None", True), (" at first", False)]
    assert FieldChange("text", "One thing", "Another").words_before == [("One thing", False)]
