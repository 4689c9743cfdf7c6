"""When two learners turn out to be one person."""

from django.db import transaction

from lessons.models import Learner
from quizzes.models import Card


@transaction.atomic
def merge_cards(old: Learner, new: Learner) -> None:
    """Give the cards of `old` to `new`. Of two for the same thing the one reviewed last stands.

    The ratings of both are kept, and `reviews` counts them all.
    """
    theirs = {_about(card): card for card in Card.objects.select_for_update().filter(learner=new)}
    for card in Card.objects.select_for_update().filter(learner=old):
        twin = theirs.get(_about(card))
        if twin:
            card = _merged(card, twin)
        card.learner = new
        card.save()


def _merged(one: Card, other: Card) -> Card:
    """The one reviewed last, with the ratings of both; the other is gone."""
    earlier, later = sorted((one, other), key=lambda card: card.last_review)
    earlier.ratings.update(card=later)
    later.reviews += earlier.reviews
    earlier.delete()
    return later


def _about(card: Card) -> tuple[int | None, int | None]:
    return card.key_moment_id, card.question_id
