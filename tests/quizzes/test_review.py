"""The review of all lessons: what is due, why, and how it is rated."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from fsrs import Rating as Rated

from lessons.models import KeyMoment, Learner, Lesson
from lessons.page_cache import forget_pages
from lessons.progress import progress_of
from quizzes.question_models import Choice, Question
from quizzes.recall.models import Rating
from quizzes.recall.rating import rate
from tests.quizzes.recall_cards import DAY, RECALL, make_due, moment


def test_a_visitor_who_has_done_nothing_is_led_to_the_lessons(learn):
    learn.client.cookies.clear()
    html = learn.see("/review/")
    assert "There is nothing to review yet" in html
    assert 'href="/"' in html
    assert not Learner.objects.exists()


def test_the_review_has_what_is_due_in_all_lessons_and_says_why(learn):
    learn.rate(moment(1), 4)
    learn.rate(moment(2), 2)
    learn.answer_wrong("step-that-replies")
    make_due(minutes=7)
    html = learn.see("/review/")
    assert "2 due now" in html
    assert "You rated it Hard on" in html
    _, _, listed = html.partition("What comes next")
    assert re.findall(r'class="due">(.*?)<', listed) == ["now", "in 8 days"]
    assert "You answered this question wrong on" in listed
    assert "After 8 days you would remember it with a chance of 90%." in listed
    assert "The consumer decides whether" not in html


def test_a_card_is_rated_on_the_review(learn):
    learn.rate(moment(1), 1)
    make_due(days=1)
    assert "The consumer decides whether" in learn.see("/review/", reveal=moment(1))
    html = learn.rate(moment(1), 4, reviews=1, address="/review/").content.decode()
    assert "No card is due now" in html
    assert Rating.objects.count() == 2
    assert learn.rate(moment(1), 4, reviews=1, address="/review/", headers={}).url == "/review/#recall"


def test_a_key_moment_is_not_reviewed_before_its_lesson_was_recalled(learn):
    learn.answer_wrong("step-that-replies")
    assert learn.rate(moment(1), 3, address="/review/").status_code == 404


def test_progress_tells_how_many_reviews_are_due(learn):
    learn.rate(moment(1), 1)
    learn.rate(moment(2), 4)
    learn.answer_wrong("step-that-replies")
    learner, lesson = Learner.objects.get(), Lesson.objects.get()
    assert "1 review due" in progress_of(learner)[lesson.pk].facts
    make_due(hours=1)
    assert "2 reviews due" in progress_of(learner)[lesson.pk].facts
    assert "2 reviews due" in learn.see("/")


def grow(learner, number):
    """One more lesson, with a rated key moment and a question answered wrong."""
    track = Lesson.objects.first().track
    lesson = Lesson.objects.create(
        track=track, slug=f"more-{number}", title="More", number=number, lab="chat", status="published"
    )
    row = KeyMoment.objects.create(lesson=lesson, number=1, question="?", answer="!", points_to="step 1")
    rate(learner, row, Rated.Again, reviews=0, at=timezone.now() - DAY)
    asked = Question.objects.create(lesson=lesson, number=1, key="k", text="?", proof="step 1")
    taken = Choice.objects.create(question=asked, number=1, text="x", is_right=False, feedback="y")
    attempt = learner.attempts.create(lesson=lesson)
    attempt.responses.create(question=asked, answer=taken.key, tries=1, credit=0, answered_at=timezone.now())


@pytest.mark.parametrize("address", ["/review/", RECALL, "/"])
def test_the_queries_do_not_grow_with_the_cards(learn, address, django_assert_max_num_queries):
    learn.rate(moment(), 1)
    learner = Learner.objects.get()
    grow(learner, 2)
    cache.clear()  # as a server that has kept nothing yet
    forget_pages()
    with django_assert_max_num_queries(36) as few:
        learn.see(address)
    for number in range(3, 12):
        grow(learner, number)
    cache.clear()
    forget_pages()
    with django_assert_max_num_queries(len(few)):
        learn.see(address)


def test_a_long_list_ends(learn):
    learn.rate(moment(), 1)
    for number in range(2, 22):
        grow(Learner.objects.get(), number)
    assert learn.see("/review/").count('class="due"') == 30
