"""A mended key: what would change is shown, the instructor decides, and it is recorded."""

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons.markdown import plain
from lessons.models import Learner, Lesson
from quizzes.analysis.models import QuizSummary
from quizzes.analysis.page import analyses_of
from quizzes.analysis.summary import summarize
from quizzes.answering import answer
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Question
from quizzes.regrading.affected import affected_by_change
from quizzes.regrading.key import answer_in, has_other_key
from quizzes.regrading.models import Regrading
from quizzes.version_models import QuizVersion
from tests.lessons.desk_page import DeskPage, said
from tests.lessons.uploads import text_of
from tests.quizzes.kinds.lessons import RIGHT

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(every_kind):
    return every_kind


def sit(lesson, **answers):
    """A finished attempt with the right answers but for those named."""
    learner = Learner.objects.create()
    for question in Question.objects.asked().filter(lesson=lesson):
        for _ in question.credits:
            if not Response.objects.closed().filter(attempt__learner=learner, question=question).exists():
                answer(learner, question, (RIGHT | answers)[question.key])
    return learner


def mend(lesson, key="one", right=2):
    """Move 'right' to another choice, as an instructor does."""
    choices = Question.objects.get(lesson=lesson, key=key).choices
    choices.update(is_right=False)
    choices.filter(number=right).update(is_right=True)
    lesson.save()


def credits_of(lesson, key="one"):
    rows = Response.objects.filter(question__lesson=lesson, question__key=key).order_by("attempt_id")
    return list(rows.values_list("credit", flat=True))


def page_of(lesson):
    return f"/admin/quizzes/regrading/{lesson.pk}/"


def choose(desk, lesson, choice, key="one"):
    question = Question.objects.get(lesson=lesson, key=key)
    return desk.post(page_of(lesson), {f"question-{question.pk}": choice}, follow=True)


def test_what_would_change_is_shown_before_anything_does(desk, lesson):
    sit(lesson)
    sit(lesson, one="b")
    mend(lesson)
    told = text_of(desk.get(page_of(lesson)))
    texts = [plain(choice.text) for choice in Question.objects.get(lesson=lesson, key="one").choices.all()]
    assert f"Choice a, “{texts[0]}”, was right, and is wrong now." in told
    assert f"Choice b, “{texts[1]}”, was wrong, and is right now." in told
    assert "2 answers graded by an earlier key." in told
    moved = "1 from 100 % to 0 % of the credit, 1 from 0 % to 100 % of the credit."
    assert f"Grade everyone by the new key 1 would earn more, 1 less. {moved}" in told.replace("\xa0", " ")
    assert "Give everyone full credit 1 would earn more." in told
    assert credits_of(lesson) == [1, 0]


@pytest.mark.parametrize(
    ("choice", "earned", "changed"),
    [("everyone", [0, 1], (1, 1)), ("from-now", [1, 0], (0, 0)), ("full-credit", [1, 1], (1, 0))],
)
def test_the_instructor_decides_once_and_it_is_recorded(desk, lesson, choice, earned, changed):
    sit(lesson)
    sit(lesson, one="b")
    mend(lesson)
    assert "Answers: 2." in said(choose(desk, lesson, choice))
    assert credits_of(lesson) == earned
    (recorded,) = Regrading.objects.all()
    assert (recorded.choice, recorded.answers, recorded.decided_by.username) == (choice, 2, "ada")
    assert (recorded.raised, recorded.lowered) == changed
    assert affected_by_change(lesson) == []
    assert "No answer waits for a decision" in text_of(desk.get(page_of(lesson)))
    assert "Nothing was chosen" in said(choose(desk, lesson, "everyone"))
    assert credits_of(lesson) == earned


def test_that_answers_wait_is_said_until_somebody_decides(desk, lesson):
    sit(lesson)
    sit(lesson, one="b")
    waits = "2 answers were graded by an earlier key"
    pages = ("/admin/", f"/admin/lessons/lesson/{lesson.pk}/change/", f"/admin/quizzes/analysis/{lesson.pk}/")
    assert waits not in text_of(desk.get(pages[0]))
    mend(lesson)
    front, form, analysis = (text_of(desk.get(page)) for page in pages)
    assert waits in front
    assert "Regrading (2)" in form
    assert "2 not counted: graded by an earlier key" in analysis
    choose(desk, lesson, "from-now")
    assert waits not in text_of(desk.get(pages[0]))
    assert "Regrading (" not in text_of(desk.get(pages[1]))


def test_a_key_that_goes_to_and_fro_is_decided_on_and_counted_each_time(desk, lesson):
    sit(lesson, one="b")
    for right, changed in ((2, (1, 0)), (1, (0, 1)), (2, (1, 0))):
        mend(lesson, right=right)
        more, less = changed
        assert f"They earn more: {more}, less: {less}." in said(choose(desk, lesson, "everyone"))
        newest = Regrading.objects.first()
        assert (newest.raised, newest.lowered) == changed


def test_who_was_given_full_credit_is_told_so(desk, lesson):
    learner = sit(lesson, many=["a"])
    mend(lesson, key="many", right=1)
    choose(desk, lesson, "full-credit", key="many")
    Learner.objects.filter(pk=learner.pk).update(user=User.objects.get())
    shown = text_of(desk.get(f"{lesson.get_absolute_url()}quiz/"))
    assert "You get full credit: it was given to everyone who answered this question." in shown


def test_who_is_regraded_sees_the_new_verdict(desk, lesson):
    learner = sit(lesson)
    mend(lesson)
    before = Attempt.objects.get().version
    choose(desk, lesson, "everyone")
    after = Attempt.objects.get().version
    assert [row["is_right"] for row in before.questions[0]["choices"]] == [True, False, False]
    assert [row["is_right"] for row in after.questions[0]["choices"]] == [False, True, False]
    assert after.questions[1:] == before.questions[1:]
    Learner.objects.filter(pk=learner.pk).update(user=User.objects.get())
    shown = text_of(desk.get(f"{lesson.get_absolute_url()}quiz/"))
    assert f"Your answer was graded again on {timezone.now():%Y-%m-%d}: the answer key" in shown


def test_the_analysis_counts_only_answers_that_the_key_of_now_has_graded(desk, lesson):
    sit(lesson)
    mend(lesson)
    sit(lesson, one="b")
    summarize(lesson)
    taken = {row.question.key: row.question.summary for row in analyses_of(lesson)}
    assert (taken["one"].n, taken["one"].facility, taken["one"].taken) == (1, 1.0, {"b": 1})
    assert taken["many"].n == 2
    choose(desk, lesson, "everyone")
    summarize(lesson)
    taken = {row.question.key: row.question.summary for row in analyses_of(lesson)}
    assert (taken["one"].n, taken["one"].facility) == (2, 0.5)


def test_the_first_wrong_answers_and_tries_are_those_by_the_new_key(desk, lesson):
    mend(lesson, key="many", right=1)
    for given in (["a", "c"], ["a", "c"], ["a", "b"], ["a"], ["c"]):
        sit(lesson, many=given)
    Question.objects.get(key="many").choices.filter(number=3).update(is_right=True)
    lesson.save()
    choose(desk, lesson, "everyone", key="many")
    summarize(lesson)
    summary = {row.question.key: row.summary for row in analyses_of(lesson)}["many"]
    assert summary.first_wrong == {"a": 2, "b": 1, "c": 1}
    assert (summary.tried, summary.facility) == ({"1": 4, "0": 1}, 0.6)


def test_a_first_try_that_is_right_by_the_new_key_counts(desk, lesson):
    learner, question = Learner.objects.create(), Question.objects.get(lesson=lesson, key="one")
    sit(lesson)
    answer(learner, question, "b")
    answer(learner, question, "a")
    Attempt.objects.update(finished_at=timezone.now())
    mend(lesson)
    assert "1 would earn more, 1 less" in text_of(desk.get(page_of(lesson)))
    choose(desk, lesson, "everyone")
    stored = Response.objects.get(question=question, attempt__learner=learner)
    assert (stored.answer, stored.tries, stored.credit, stored.first_wrong) == ("b", 1, 1, None)
    summarize(lesson)
    summary = {row.question.key: row.summary for row in analyses_of(lesson)}["one"]
    assert (summary.tried, summary.first_wrong) == ({"0": 1, "1": 1}, {"a": 1})


def test_each_version_of_a_question_has_its_own_statistics(desk, lesson):
    sit(lesson, many=["a"])
    one = Question.objects.get(lesson=lesson, key="one")
    one.choices.filter(number=1).update(number=9)  # the right one is the last now
    lesson.save()
    many = Question.objects.get(lesson=lesson, key="many")
    many.choices.filter(number=2).update(text="Delta")
    lesson.save()
    sit(lesson, one="c")
    mend(lesson, key="code", right=2)
    sit(lesson, one="c")
    page = f"/admin/quizzes/analysis/{lesson.pk}/"
    shown = text_of(desk.get(page))
    assert "Not counted: 1 answer to other words." in shown
    assert "Not counted: 2 answers graded by another key." in shown
    found = {row.question.key: row.summary for row in analyses_of(lesson)}
    assert (found["one"].taken, found["one"].elsewhere, found["one"].since) == ({"c": 3}, 0, None)
    assert (found["many"].n, found["many"].reworded, found["code"].rekeyed) == (2, 1, 2)
    versions = QuizVersion.objects.filter(lesson=lesson).order_by("made_at")
    assert found["many"].since == versions[1].made_at
    listed = QuizSummary.objects.get(lesson=lesson).versions
    assert [each["differs"] for each in listed] == [
        f"question {found['code'].question.number}: key",
        f"question {many.number}: options; question {found['code'].question.number}: key",
    ]
    together = text_of(desk.get(page, {"version": "all"}))
    assert "Of the 3 answers, 1 was to other words." in together
    assert "Of the 3 answers, 2 were graded by another key." in together
    first = text_of(desk.get(page, {"version": listed[1]["version"]}))
    assert "Delta" not in first
    assert "Not counted: 2 answers to other words." in first
    table = desk.get(f"{page}analysis.csv", {"version": listed[1]["version"]}).text
    lines = {row["key"]: row for row in csv.DictReader(io.StringIO(table))}
    assert [lines["many"][name] for name in ("n", "reworded", "rekeyed")] == ["1", "2", "0"]
    assert lines["many"]["version"] == versions[0].made_at.isoformat()
    assert lines["one"]["version"] == ""


def test_saving_or_publishing_such_a_change_leads_to_the_decision(desk, lesson):
    sit(lesson)
    page = DeskPage(desk, lesson)
    page.pop("questions-0-choices-0-is_right")
    page["questions-0-choices-1-is_right"] = ["on"]
    told = page.save()
    assert "1 answer was graded by an earlier key" in said(told)
    assert f'href="{page_of(lesson)}"' in told.text


def test_a_corrected_text_changes_no_key(lesson):
    sit(lesson)
    question = Question.objects.get(lesson=lesson, key="one")
    question.choices.filter(number=1).update(text="The first one")
    lesson.save()
    assert affected_by_change(lesson) == []
    Question.objects.filter(pk=question.pk).update(text="Another text?")
    lesson.save()
    assert affected_by_change(Lesson.objects.get()) == []


def content(*rows, kind="single", expects=None):
    return {
        "kind": kind,
        "expects": expects or {},
        "recorded": None,
        "choices": [{"text": text, "is_right": right} for text, right in rows],
    }


OLD = content(("x", True), ("y", False))


@pytest.mark.parametrize(
    ("new", "is_other", "moved"),
    [
        (content(("x", True), ("y", False)), False, "a"),
        (content(("y", False), ("x", True)), False, "b"),
        (content(("x!", True), ("y", False)), False, "a"),
        (content(("x", False), ("y", True)), True, "a"),
        (content(("y", True), ("z", False), ("v", False)), True, None),
        (content(("x", True), ("y", False), kind="multiple"), True, None),
    ],
)
def test_an_old_answer_is_found_in_the_new_question(new, is_other, moved):
    assert has_other_key(OLD, new) == is_other
    assert answer_in(new, OLD, "a") == moved


def pairs_of(*matches):
    found = content(("x", False), ("y", False), kind="matching", expects={"extra": ["b"]})
    for row, match in zip(found["choices"], matches, strict=True):
        row["match"] = match
    return found


@pytest.mark.parametrize(
    ("new", "is_other", "moved"),
    [
        (pairs_of("z", "n"), False, ["a.3", "b.2"]),
        (pairs_of("n", "m"), True, ["a.2", "b.3"]),
        (pairs_of("b", "n"), True, None),
    ],
)
def test_other_words_of_a_match_make_no_other_key(new, is_other, moved):
    old = pairs_of("m", "n")
    assert has_other_key(old, new) == is_other
    assert answer_in(new, old, ["a.2", "b.3"]) == moved


def test_an_order_and_pairs_are_found_by_their_texts():
    old = content(("x", False), ("y", False), kind="ordering", expects={"order": ["b", "a"]})
    new = content(("y", False), ("x", False), kind="ordering", expects={"order": ["a", "b"]})
    assert not has_other_key(old, new)
    assert answer_in(new, old, ["b", "a"]) == ["a", "b"]
    pairs = content(("x", False), ("y", False), kind="matching")
    for row, match in zip(pairs["choices"], ("m", "n"), strict=True):
        row["match"] = match
    more = {**pairs, "expects": {"extra": ["a"]}}
    assert answer_in(more, pairs, ["a.1", "b.2"]) == ["a.2", "b.3"]


def test_an_answer_with_an_option_that_is_gone_keeps_its_credit(desk, lesson):
    sit(lesson)
    choices = Question.objects.get(lesson=lesson, key="one").choices
    choices.filter(number=1).delete()
    choices.filter(number=2).update(is_right=True)
    lesson.save()
    (affected,) = affected_by_change(Lesson.objects.get())
    assert (affected.unreadable, affected.raised, affected.lowered) == (1, 0, 0)
    choose(desk, lesson, "everyone")
    assert credits_of(lesson) == [1]


def test_another_instructor_sees_and_decides_nothing(client, lesson):
    client.force_login(User.objects.create_user("eve", is_staff=True))
    assert client.get(page_of(lesson)).status_code == 403


def test_answers_that_wait_are_counted_without_their_rows(lesson):
    """Tens of thousands are counted by the index alone, at each call of the page."""
    sit(lesson)
    mend(lesson)
    with CaptureQueriesContext(connection) as captured:
        affected_by_change(lesson)
    asked = [query["sql"] for query in captured if "COUNT(" in query["sql"] and "answer" in query["sql"]]
    (counted,) = [sql for sql in asked if "first_wrong" not in sql]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {counted}")
        assert "COVERING INDEX responses_to_a_question" in str(cursor.fetchall())
