"""The rows of recall: each card about one thing, each rating stored once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from fsrs import Rating as Rated

from lessons.models import KeyMoment, Learner
from quizzes.question_models import Question
from quizzes.recall.learner_data import merge_cards
from quizzes.recall.models import Card
from quizzes.recall.rating import rate
from tests.quizzes.recall_cards import DAY, RECALL, moment

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)


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


def test_fifty_identical_ratings_at_once_store_one(database_server):
    with database_server.learner() as learner:
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
