"""Every type on the page: tries, partial credit, confidence, stale pages; the key told when it may be."""

import re

import pytest

from lessons.folder.load import load
from lessons.folder.write import export
from lessons.models import Learner, Lesson
from live_demo.runs.models import Recording
from quizzes.attempt_models import Attempt, Response
from quizzes.question_models import Question
from tests.quizzes.kinds.lessons import LESSON, PAGE, RIGHT, credit


@pytest.mark.parametrize("key", RIGHT)
def test_the_right_answer_of_each_type_closes_the_question(quiz, key):
    response = quiz(key, RIGHT[key])
    assert response.status_code == 200
    assert "✓ Right" in response.text
    assert "1 of 6 answered" in response.text
    stored = Response.objects.get()
    assert (stored.credit, stored.tries, stored.answer) == (1.0, 1, RIGHT[key])


def test_a_wrong_try_tells_about_itself_and_leaves_the_form(quiz):
    html = quiz("one", "b").text
    assert "2 tries left; the next is worth 70 %" in html
    assert "The second is a decoy." in html
    assert "First it is." not in html
    assert "is-right" not in html
    assert "Answer</button>" in html
    assert "0 of 6 answered" in html
    assert credit("one") is None


def test_each_try_is_worth_its_percent_and_the_last_one_closes(quiz):
    quiz("one", "b")
    html = quiz("one", "a").text
    assert "✓ Right" in html
    assert "You get 70 % of the credit: it took you 2 tries" in html
    assert credit("one") == 0.7
    quiz("order", ["c", "a", "b"])
    html = quiz("order", ["a", "b", "c"]).text
    assert "The right order:" in html
    assert credit("order") == 0.5


def test_another_try_never_costs_what_an_earlier_one_has_earned(quiz):
    quiz("order", ["c", "a", "b"])
    quiz("order", ["c", "b", "a"])
    assert credit("order") == 0.5


def test_rows_that_nobody_has_moved_cost_no_try(quiz):
    response = quiz("order", ["a", "b", "c"])
    assert response.status_code == 400
    assert "The rows are still in their first order" in response.text
    assert not Response.objects.exists()
    quiz("order", ["c", "b", "a"])
    assert "This is the order of your last try" in quiz("order", ["c", "b", "a"]).text
    assert Response.objects.get().tries == 1
    assert quiz("order", ["a", "b", "c"]).status_code == 200


def test_partial_credit_is_told_with_what_was_chosen_and_missed(quiz):
    html = quiz("many", ["a"]).text
    assert "Partly right." in html
    assert "You get 50 % of the credit" in html
    assert "Alpha belongs." in html
    assert "Gamma was left out." in html
    assert "<b>Alpha</b>" in html
    assert "<b>Gamma</b>" in html
    assert "Beta does not belong." not in html
    assert credit("many") == 0.5


def test_a_choice_that_earns_a_part_is_not_marked_wrong_nor_counted_right(quiz, client):
    one = Question.every.get(key="one")
    one.choices.filter(number=3).update(percent=50)
    Question.every.filter(pk=one.pk).update(credits=[100])
    one.lesson.save()
    html = quiz("one", "c").text
    assert "◐ Partly right" in html
    assert "Not this one" not in html
    assert "<b>The third</b>" in html
    quiz("many", ["a"])
    for key in ("order", "pairs", "code", "cell"):
        html = quiz(key, RIGHT[key]).text
    assert "5 of 6 points." in html
    assert "5 of 6 points" in client.get("/").text


def test_confidence_is_kept_shown_back_and_changes_no_credit(quiz):
    html = quiz("one", "a", confidence="guessing").text
    assert "You said: Guessing." in html
    stored = Response.objects.get()
    assert (stored.confidence, stored.credit) == ("guessing", 1.0)


def test_an_odd_confidence_is_asked_for_in_words(quiz):
    response = quiz("one", "a", confidence="certain")
    assert response.status_code == 400
    assert "or leave it open" in response.text
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("key", "answer", "words"),
    [
        ("many", None, "Choose at least one"),
        ("many", ["a", "z"], "does not have this option"),
        ("order", ["a", "b"], "A row is missing"),
        ("order", ["a", "b", "b"], "Send each once"),
        ("code", "", "Write your answer first"),
        ("code", "ten", "1000 to 4999"),
        ("cell", "x" * 201, "at most 200"),
        ("cell", "a\0b", "plain characters"),
    ],
)
def test_what_is_no_answer_is_told_in_words_and_counts_nothing(quiz, key, answer, words):
    response = quiz(key, answer)
    assert response.status_code == 400
    assert words in response.text
    assert not Response.objects.exists()


def test_what_was_typed_is_shown_as_text(quiz):
    html = quiz("cell", "<img src=x>").text
    assert "&lt;img src=x&gt;" in html
    assert "<img" not in html


def test_a_row_moves_by_its_button_without_counting_and_without_a_row_stored(quiz, client):
    response = quiz("order", ["a", "b", "c"], move="b up", headers={})
    assert response.status_code == 200
    assert re.findall(r'name="q3-choice" value="(\w)"', response.text) == ["b", "a", "c"]
    assert 'value="b up" autofocus' in response.text
    odd = quiz("order", ["<", "b"], move="<script>")
    assert re.findall(r'name="q3-choice" value="(\w)"', odd.text) == ["a", "b", "c"]
    assert not Learner.objects.exists()


def test_a_hint_keeps_what_stands_in_the_field(quiz):
    html = quiz("one", "c", path="hint/").text
    assert "Hint 1 of 1." in html
    assert re.search(r'value="c"[^>]* checked', html)


def test_the_right_answer_is_told_when_the_instructor_wants_it(quiz, client):
    quiz("code", "1000")
    html = quiz("code", "1001").text
    assert not re.search(r"\b1006\b", html)  # a random token may have these digits inside
    assert "when the whole quiz is finished" in html
    html = quiz("cell", "None").text
    assert "The right answer to this question is not shown" in html
    assert "Open" not in html
    for key in ("one", "many", "order", "pairs"):
        html = quiz(key, RIGHT[key]).text
    assert "4 of 6 right." in html
    assert "See all answers" in html
    page = client.get(f"{PAGE}quiz/").text
    assert "1006" in page
    assert "No close frame came." in page
    assert "&#x27;Open&#x27;" not in page


def test_the_page_tells_no_key_of_any_type(quiz, client):
    html = client.get(f"{PAGE}quiz/").text
    assert not re.search(r"\b1006\b", html)
    for key in ("&#x27;Open&#x27;", "belongs", "comes first", "is-right", "verdict"):
        assert key not in html
    assert re.findall(r'name="q3-choice" value="(\w)"', html) == ["a", "b", "c"]


def test_a_cell_without_a_recorded_run_counts_nothing(quiz):
    Recording.objects.all().delete()
    Lesson.objects.get().save()
    response = quiz("cell", "'Open'")
    assert response.status_code == 400
    assert "Nothing was counted" in response.text
    assert not Response.objects.exists()


def test_who_has_begun_finishes_with_the_questions_of_the_beginning(quiz, client):
    quiz("many", ["a", "b"])
    Question.every.get(key="many").choices.filter(number=2).delete()
    Lesson.objects.get().save()
    html = client.get(f"{PAGE}quiz/").text
    assert "1 of 6 answered" in html
    assert "The quiz has changed since you began." in html
    client.post(f"{PAGE}quiz/again/")
    assert "0 of 6 answered" in client.get(f"{PAGE}quiz/").text
    assert quiz("many", ["a", "c"], try_token="2-0").status_code == 200


def test_the_quiz_comes_out_as_it_went_in(quiz, tmp_path):
    export(tmp_path / "out")
    load(tmp_path / "out")
    export(tmp_path / "again")
    out = tmp_path / "out" / "kinds" / "01-every-kind" / "quiz.toml"
    again = tmp_path / "again" / "kinds" / "01-every-kind" / "quiz.toml"
    assert out.read_text() == again.read_text()
    for line in (
        'kind = "ordering"',
        'reveal = "never"',
        'missed = "Alpha was left out."',
        "credits = [100, 50]",
    ):
        assert line in out.read_text()


def test_the_queries_of_the_page_do_not_grow_with_the_questions(quiz, client, django_assert_max_num_queries):
    for key, answer in RIGHT.items():
        quiz(key, answer)
    with django_assert_max_num_queries(12):
        client.get(f"{PAGE}quiz/")
    assert Attempt.objects.get().finished_at


def test_the_lesson_is_the_one_of_this_test(quiz):
    assert Lesson.objects.get().get_absolute_url() == f"/learn/{LESSON}/"
