"""The cards of a learner: merged into an account, and exported with the learner's own data."""

from typing import Any

from django.db import transaction

from lessons.models import Learner
from quizzes.recall.flashcard import source_of
from quizzes.recall.models import Card

_MEMORY = ("due", "last_review", "state", "step", "stability", "difficulty", "reviews")


@transaction.atomic
def merge_cards(old: Learner, new: Learner) -> None:
    """Give the cards of `old` to `new`.

    Where both have a card about the same thing, the one reviewed last stays. It gets the ratings of both, and
    its `reviews` is their number.
    """
    theirs = {_source_ids(card): card for card in Card.objects.select_for_update().filter(learner=new)}
    for card in Card.objects.select_for_update().filter(learner=old):
        twin = theirs.get(_source_ids(card))
        if twin:
            card = _merged(card, twin)
        card.learner = new
        card.save()


def _merged(one: Card, other: Card) -> Card:
    """The card that was reviewed last, with the ratings of both. The other card is deleted."""
    earlier, later = sorted((one, other), key=lambda card: card.last_review)
    earlier.ratings.update(card=later)
    later.reviews += earlier.reviews
    earlier.delete()
    return later


def _source_ids(card: Card) -> tuple[int | None, int | None]:
    return card.key_moment_id, card.question_id


def cards_of(learner: Learner) -> list[dict[str, Any]]:
    """Every card with its FSRS schedule and all its ratings."""
    cards = Card.objects.filter(learner=learner).prefetch_related("ratings")
    about = ("key_moment__lesson__track", "question__lesson__track")
    return [_card(card) for card in cards.select_related(*about).order_by("pk")]


def _card(card: Card) -> dict[str, Any]:
    source = source_of(card)
    lesson = source.lesson
    return {
        "lesson": f"{lesson.track.slug}/{lesson.slug}",
        "about": f"question {card.question.key}" if card.question else f"key moment {source.number}",
        **{name: getattr(card, name) for name in _MEMORY},
        "ratings": [
            {"rating": each.get_rating_display(), "at": each.at, "interval": each.interval}
            for each in card.ratings.all()
        ],
    }
