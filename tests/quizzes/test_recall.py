"""Recall: the schedule by itself, the cards of a lesson, the review of all of them."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from fsrs import Rating as Rated

from lessons.models import KeyMoment, Learner, Lesson
from lessons.progress import progress_of
from quizzes.quiz_models import Choice, Question
from quizzes.recall.learner_data import merge_cards
from quizzes.recall.models import Card, Rating
from quizzes.recall.rating import rate
from quizzes.recall.schedule import chance, intervals, rated, unseen
from quizzes.recall.words import span, when, why_scheduled
from tests.servers import LESSON

PAGE = f"/learn/{LESSON}/"
RECALL = f"{PAGE}recall/"
HTMX = {"HX-Request": "true"}
NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WRONG = {"state-after-step-2": (1, "b"), "step-that-replies": (2, "a")}


# The schedule, apart from the database


def test_a_new_card_comes_back_in_minutes_unless_it_is_easy():
    found = {rating.name: span(after) for rating, after in intervals(unseen(NOON), NOON).items()}
    assert found == {"Again": "1 min", "Hard": "6 min", "Good": "10 min", "Easy": "8 days"}


def test_a_card_that_stays_known_comes_back_later_each_time():
    memory, gaps = unseen(NOON), []
    for _ in range(6):
        at = memory.due
        memory = rated(memory, Rated.Good, at)
        gaps.append(memory.due - at)
    assert gaps == sorted(gaps)
    assert gaps[-1] > 30 * DAY


def test_a_forgotten_card_comes_back_the_same_day_and_sooner_than_before():
    learned = rated(unseen(NOON), Rated.Easy, NOON)
    forgotten = rated(learned, Rated.Again, learned.due)
    assert forgotten.due - learned.due < timedelta(hours=1)
    assert forgotten.stability < learned.stability
    assert learned.last_review == NOON  # what was given is left as it is


def test_each_button_keeps_its_word():
    learned = rated(unseen(NOON), Rated.Easy, NOON)
    for rating, after in intervals(learned, learned.due).items():
        assert rated(learned, rating, learned.due).due == learned.due + after


def test_a_card_comes_back_when_it_would_be_remembered_nine_times_in_ten():
    memory = rated(unseen(NOON), Rated.Easy, NOON)
    assert chance(memory, memory.due) == pytest.approx(0.9, abs=0.01)
    assert chance(memory, memory.due + 60 * DAY) < 0.75


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=3), "1 min"),
        (timedelta(minutes=5, seconds=30), "6 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(minutes=59, seconds=30), "1 hour"),
        (timedelta(hours=23, minutes=20), "23 hours"),
        (timedelta(hours=23, minutes=50), "1 day"),
        (DAY, "1 day"),
        (3 * DAY, "3 days"),
        (90 * DAY, "90 days"),
        (100 * DAY, "3 months"),
        (730 * DAY, "2 years"),
        (5000 * DAY, "14 years"),
    ],
)
def test_a_length_of_time_in_words(length, words):
    assert span(length) == words
    assert when(NOON + length, NOON) == f"in {words}"
    assert when(NOON, NOON) == "now"


def test_why_a_card_is_due_names_the_rating_its_day_and_the_chance():
    memory = rated(unseen(NOON), Rated.Easy, NOON)
    assert why_scheduled(memory, Rated.Easy, NOON + DAY) == (
        "You rated it Easy on November 12. After 8 days you would remember it with a chance of 90%."
    )
    assert "After 80 days you would remember it with a chance of 7" in why_scheduled(
        memory, Rated.Easy, NOON + 80 * DAY
    )
    assert why_scheduled(rated(unseen(NOON), Rated.Again, NOON), Rated.Again, NOON) == (
        "You rated it Again on November 12. While you learn it, it comes back after 1 min."
    )


# The cards of a lesson


@pytest.fixture
def learn(client, db):
    """Rate cards and answer questions as one learner."""
    client.get(PAGE)
    return Learning(client)


class Learning:
    def __init__(self, client):
        self.client = client

    def see(self, address=RECALL, **query):
        return self.client.get(address, query).content.decode()

    def rate(self, key, rating, reviews=0, address=RECALL, headers=HTMX):
        data = {"card": key, "rating": rating, "reviews": reviews}
        return self.client.post(f"{address}rate/", data, headers=headers)

    def answer_wrong(self, key):
        number, choice = WRONG[key]
        self.client.post(f"{PAGE}quiz/{key}/", {f"q{number}-choice": choice}, headers=HTMX)
        return Question.objects.get(key=key)


def moment(number=1):
    return f"moment-{KeyMoment.objects.get(number=number).pk}"


def make_due(**ago):
    """As if the cards had been rated long ago."""
    for card in Card.objects.all():
        card.last_review, card.due = card.last_review - timedelta(**ago), card.due - timedelta(**ago)
        card.save()


def test_the_way_asks_a_key_moment_and_does_not_tell_the_answer(learn):
    html = learn.see()
    assert "0 due, 3 new" in html
    assert "have to call" in html
    assert "The consumer decides whether" not in html
    assert 'name="rating"' not in html
    assert not Learner.objects.exists()


def test_a_turned_card_tells_the_answer_its_place_and_when_it_would_come_back(learn):
    html = learn.see(reveal=moment(2))
    assert "InvalidStateError" in html
    assert f'href="{PAGE}#moment-2"' in html
    buttons = re.findall(r"<b>(\w+)</b> <small>(.*?)</small>", html)
    assert buttons == [
        ("Again", "in 1 min"),
        ("Hard", "in 6 min"),
        ("Good", "in 10 min"),
        ("Easy", "in 8 days"),
    ]


def test_htmx_gets_the_deck_alone(learn):
    html = learn.client.get(f"{RECALL}deck/", {"reveal": moment()}, headers=HTMX).content.decode()
    assert "The consumer decides whether" in html
    assert html.lstrip().startswith('<div class="recall" id="recall"')
    assert learn.client.get(f"{RECALL}deck/").url == RECALL


def test_the_first_rating_makes_the_card_and_shows_the_next(learn):
    html = learn.rate(moment(), 3).content.decode()
    assert "What happens to a message" in html
    assert "0 due, 2 new, 1 rated today" in html
    card, rating = Card.objects.get(), Rating.objects.get()
    assert (card.reviews, card.state, rating.rating) == (1, Card.State.LEARNING, 3)
    assert rating.interval == timedelta(minutes=10) == card.due - card.last_review


def test_without_htmx_a_rating_leads_back_to_the_way(learn):
    response = learn.rate(moment(), 3, headers={})
    assert (response.status_code, response.url) == (302, f"{RECALL}#recall")


def test_what_is_due_comes_before_what_is_new(learn):
    learn.rate(moment(1), 3)
    learn.rate(moment(2), 1)
    make_due(hours=1)
    html = learn.see()
    assert "2 due, 1 new" in html
    assert html.index("What happens to a message") > 0  # its minute was over first
    assert "You rated it Again on" in html


def test_at_the_end_the_way_says_what_was_done_and_what_comes_next(learn):
    for number in (1, 2, 3):
        html = learn.rate(moment(number), 4).content.decode()
    assert "You rated 3 cards today. The next one is due in 8 days." in html
    assert 'href="/review/"' in html


def test_a_replayed_rating_is_not_stored_twice(learn):
    learn.rate(moment(), 3)
    response = learn.rate(moment(), 1)
    assert response.status_code == 409
    assert "You had rated this card already: Good. It is due in 10 min." in response.content.decode()
    assert Rating.objects.get().rating == 3
    replay = learn.rate(moment(), 1, headers={})
    assert "You had rated this card already" in learn.see(replay.url)


def test_a_card_that_is_not_due_is_not_rated(learn):
    learn.rate(moment(), 4)
    assert learn.rate(moment(), 4, reviews=1).status_code == 409
    assert Rating.objects.count() == 1
    make_due(days=9)
    assert learn.rate(moment(), 4, reviews=1).status_code == 200
    assert Card.objects.get().reviews == 2


def test_a_stale_form_shows_the_card_as_it_now_is(learn):
    learn.rate(moment(2), 1)
    learn.rate(moment(1), 1)
    make_due(hours=1)
    html = learn.rate(moment(1), 3).content.decode()
    assert "It is due now." in html
    assert "have to call" in html


@pytest.mark.parametrize("rating", [0, 5, "good", "", "3; drop"])
def test_a_rating_that_there_is_not_is_refused(learn, rating):
    response = learn.rate(moment(), rating)
    assert response.status_code == 400
    assert "Choose Again, Hard, Good or Easy." in response.content.decode()
    assert learn.rate(moment(), 3, reviews=-1).status_code == 400
    assert learn.rate(moment(), 3, reviews="9" * 40).status_code == 409
    assert not Card.objects.exists()


@pytest.mark.parametrize("key", ["moment-999", "question-1", "moment", "", "<b>"])
def test_a_card_that_is_not_in_the_deck_is_refused(learn, key):
    assert learn.rate(key, 3).status_code == 404
    assert not Learner.objects.exists()


def test_a_draft_has_no_cards_for_learners(learn):
    learn.rate(moment(), 1)
    make_due(hours=1)
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert learn.client.get(RECALL).status_code == 404
    assert learn.rate(moment(), 3, reviews=1).status_code == 404
    assert "have to call" not in learn.see("/review/")
    assert learn.rate(moment(), 3, reviews=1, address="/review/").status_code == 404


def test_two_browsers_have_cards_of_their_own(learn):
    learn.rate(moment(), 3)
    learn.client.cookies.clear()
    assert "0 due, 3 new" in learn.see()
    learn.rate(moment(), 4)
    assert Card.objects.count() == 2
    assert Learner.objects.count() == 2


# Questions answered wrong


def test_a_question_is_a_card_once_it_was_answered_wrong(learn):
    asked = Question.objects.get(key="step-that-replies")
    assert learn.rate(f"question-{asked.pk}", 3).status_code == 404
    learn.answer_wrong(asked.key)
    right = Choice.objects.get(question=asked, is_right=True)
    html = learn.see(reveal=f"question-{asked.pk}")
    assert "Quiz question" in html
    assert "You answered this question wrong on" in html
    assert right.text.replace("`", "").split(".")[0] in re.sub(r"</?code>", "", html)
    assert "is the only row in which" in html
    assert learn.rate(f"question-{asked.pk}", 3).status_code == 200
    assert Card.objects.get().question == asked


def test_the_answer_of_a_question_is_not_on_the_page_before_it_is_turned(learn):
    asked = learn.answer_wrong("step-that-replies")
    learn.client.post(f"{PAGE}quiz/again/", headers=HTMX)
    for html in (learn.see(), learn.see("/review/"), learn.see(reveal="question-999")):
        assert "is the only row in which" not in html
    assert f"question-{asked.pk}" in learn.see("/review/")


def test_a_question_that_was_guessed_right_is_a_card_and_keeps_its_credit(learn):
    asked = Question.objects.get(key="step-that-replies")
    right = next(choice.key for choice in asked.choices.all() if choice.is_right)
    guess = {"q2-choice": right, "q2-confidence": "guessing"}
    learn.client.post(f"{PAGE}quiz/{asked.key}/", guess, headers=HTMX)
    assert "You answered this question right by guessing on" in learn.see("/review/")
    assert "1 review due" in learn.see("/")
    assert asked.responses.get().credit == 1
    learn.client.post(f"{PAGE}quiz/again/", headers=HTMX)
    learn.client.post(f"{PAGE}quiz/{asked.key}/", guess | {"q2-confidence": "sure"}, headers=HTMX)
    assert "1 review due" not in learn.see("/")


def test_the_latest_answer_decides_whether_a_question_is_a_card(learn):
    asked = learn.answer_wrong("step-that-replies")
    learn.client.post(f"{PAGE}quiz/again/", headers=HTMX)
    assert "0 due, 4 new" in learn.see()  # an attempt without an answer changes nothing
    right = next(choice.key for choice in asked.choices.all() if choice.is_right)
    learn.client.post(f"{PAGE}quiz/{asked.key}/", {"q2-choice": right}, headers=HTMX)
    assert "0 due, 3 new" in learn.see()


def test_a_question_that_was_rated_stays_a_card(learn):
    asked = learn.answer_wrong("step-that-replies")
    learn.rate(f"question-{asked.pk}", 1)
    learn.client.post(f"{PAGE}quiz/again/", headers=HTMX)
    right = next(choice.key for choice in asked.choices.all() if choice.is_right)
    learn.client.post(f"{PAGE}quiz/{asked.key}/", {"q2-choice": right}, headers=HTMX)
    make_due(hours=1)
    assert "1 due, 3 new" in learn.see()


# The review of all lessons


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
    with django_assert_max_num_queries(30) as few:
        learn.see(address)
    for number in range(3, 12):
        grow(learner, number)
    with django_assert_max_num_queries(len(few)):
        learn.see(address)


def test_a_long_list_ends(learn):
    learn.rate(moment(), 1)
    for number in range(2, 22):
        grow(Learner.objects.get(), number)
    assert learn.see("/review/").count('class="due"') == 30


# The rows


def test_a_card_is_about_exactly_one_thing(learn):
    learn.rate(moment(), 3)
    card = Card.objects.get()
    for change in ({"key_moment": None}, {"question": Question.objects.first()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Card.objects.filter(pk=card.pk).update(**change)
    card.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        card.save()


@pytest.mark.parametrize("last", ["old", "new"])
def test_merged_learners_keep_the_card_reviewed_last_and_every_rating(learn, last):
    learners = {"old": Learner.objects.create(), "new": Learner.objects.create()}
    shared, only = KeyMoment.objects.all()[:2]
    for name, learner in learners.items():
        at = NOON if name == last else NOON - DAY
        rate(learner, shared, Rated.Easy if name == last else Rated.Again, reviews=0, at=at)
    rate(learners["old"], only, Rated.Good, reviews=0, at=NOON)
    merge_cards(learners["old"], learners["new"])
    assert not learners["old"].cards.exists()
    card = learners["new"].cards.get(key_moment=shared)
    assert (card.last_review, card.reviews) == (NOON, 2)
    assert sorted(card.ratings.values_list("rating", flat=True)) == [1, 4]
    assert learners["new"].cards.get(key_moment=only).reviews == 1


def test_fifty_identical_ratings_at_once_store_one(server):
    with server.learner() as learner:
        html = learner.get(RECALL).text
        key = re.search(r'name="reveal" value="([\w-]+)"', html)[1]
        headers = {"HX-Request": "true", "X-CSRFToken": learner.csrf_token()}

        def send(_):
            data = {"card": key, "rating": 4, "reviews": 0}
            return learner.post(f"{RECALL}rate/", data=data, headers=headers).status_code

        with ThreadPoolExecutor(50) as pool:
            statuses = list(pool.map(send, range(50)))
        assert sorted(statuses) == [200] + [409] * 49
        assert "1 rated today" in learner.get(RECALL).text
