"""What the item analysis counts as an option, for each type."""

from django.utils import timezone

from lessons.models import Learner
from quizzes.analysis.page import analyses_of
from quizzes.analysis.summary import summarize
from quizzes.attempt_models import Attempt, Response
from quizzes.grading import grade_sheet
from quizzes.question_models import Question
from quizzes.stored_answer_key import answer_keys


def give(lesson, **answers):
    """A finished attempt with these answers, each given at the first try."""
    now = timezone.now()
    attempt = Attempt.objects.create(learner=Learner.objects.create(), lesson=lesson, finished_at=now)
    for grade in grade_sheet(answer_keys(lesson), answers):
        Response.objects.create(
            attempt=attempt,
            question=lesson.questions.get(key=grade.question),
            answer=grade.choice,
            tries=1,
            best=grade.credit,
            credit=grade.credit,
            answered_at=now,
        )


def test_what_counts_as_taken_is_each_option_or_the_whole_answer(every_kind):
    first = {"code": "1006", "cell": "'Open'", "pairs": ["a.3", "b.2"]}
    give(every_kind, many=["a", "c"], order=["b", "c", "a"], **first)
    give(every_kind, many=["c"], order=["b", "c", "a"], code="4000", cell='"Open"')
    give(every_kind, many=["b", "c"], order=["a", "b", "c"], code="4000", cell="None")
    summarize(every_kind)
    told = {
        row.question.key: [(each.label, each.text, each.is_right, each.count) for each in row.options]
        for row in analyses_of(every_kind)
    }
    assert told["one"] == [
        ("a", "The first", True, 0),
        ("b", "The second", False, 0),
        ("c", "The third", False, 0),
    ]
    assert told["many"] == [("a", "Alpha", True, 1), ("b", "Beta", False, 1), ("c", "Gamma", True, 3)]
    assert told["order"] == [
        ("bca", "Connect, Accept, Receive", True, 2),
        ("abc", "Receive, Connect, Accept", False, 1),
    ]
    assert told["pairs"] == [("a.3 b.2", "`1001` → leaving, 1000 → done", True, 1)]
    assert told["code"] == [("", "4000", False, 2), ("", "1006", True, 1), ("", "1000", False, 0)]
    assert told["cell"] == [("", "'Open'", True, 1), ("", '"Open"', True, 1), ("", "None", False, 1)]
    assert [round(row.options[-1].share, 2) for row in analyses_of(every_kind)] == [0, 1, 0.33, 1, 0, 0.33]


def test_an_answer_to_what_the_question_was_before_is_shown_as_wrong(every_kind):
    give(every_kind, many=["a", "c"], code="1006", order=["b", "c", "a"])
    Question.every.filter(key__in=["code", "order"]).update(kind="single")
    Question.every.filter(key="many").update(kind="ordering", expects={"order": ["b", "c", "a"]})
    summarize(every_kind)
    told = {row.question.key: row.options[-1] for row in analyses_of(every_kind) if row.options}
    for key, text in (("code", "1006"), ("many", "Alpha, Gamma")):
        assert (told[key].text, told[key].is_right, told[key].count) == (text, False, 1)
