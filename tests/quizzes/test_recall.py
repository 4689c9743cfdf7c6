"""Recall: the cards of a lesson are asked, turned and rated."""

import re
from datetime import timedelta

import pytest

from lessons.models import Learner, Lesson
from quizzes.recall.models import Card, Rating
from tests.quizzes.recall_cards import HTMX, PAGE, RECALL, make_due, moment


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
    assert "You have already rated this card: Good. It is due in 10 min." in response.content.decode()
    assert Rating.objects.get().rating == 3
    replay = learn.rate(moment(), 1, headers={})
    assert "You have already rated this card" in learn.see(replay.url)


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
