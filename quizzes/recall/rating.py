"""Rate cards. Each shown card is rated once, however often the rating is sent."""

from datetime import datetime

import fsrs
from django.db import transaction

from lessons.models import KeyMoment, Learner
from quizzes.recall.flashcard import Source
from quizzes.recall.models import Card
from quizzes.recall.schedule import rated, unseen


class RatedAlreadyError(Exception):
    """The card has been rated since it was shown, or is not due."""


@transaction.atomic
def rate(learner: Learner, source: Source, rating: fsrs.Rating, *, reviews: int, at: datetime) -> Card:
    """Store a rating of the card that had `reviews` ratings when it was shown. `at` is UTC.

    Raises `RatedAlreadyError`. PostgreSQL locks the learner's row. SQLite allows one writing transaction at
    a time.
    """
    Learner.objects.select_for_update().get(pk=learner.pk)
    about = {"key_moment" if isinstance(source, KeyMoment) else "question": source}
    card = Card.objects.filter(learner=learner, **about).first()
    if card is None:
        card, memory = Card(learner=learner, **about), unseen(at)
    else:
        memory = card.memory
    if card.reviews != reviews or memory.due > at:
        raise RatedAlreadyError
    card.memory = rated(memory, rating, at)
    card.reviews += 1
    card.save()
    card.ratings.create(rating=rating, at=at, interval=card.due - at)
    return card
