"""The attempts of a learner, moved into an account and handed out; the cards, handed out."""

from typing import Any

from django.utils import timezone

from lessons.models import Learner
from quizzes.models import Attempt, Card

_MEMORY = ("due", "last_review", "state", "step", "stability", "difficulty", "reviews")


def merge_attempts(guest: Learner, own: Learner) -> None:
    """All attempts stay. Where both have one open in a lesson, the older one is finished as it is."""
    both = Attempt.objects.filter(learner__in=[guest, own])
    newest: set[int] = set()
    older = []
    for pk, lesson in both.filter(finished_at=None).order_by("-started_at").values_list("pk", "lesson"):
        if lesson in newest:
            older.append(pk)
        newest.add(lesson)
    both.filter(pk__in=older).update(finished_at=timezone.now())
    Attempt.objects.filter(learner=guest).update(learner=own)


def attempts_of(learner: Learner) -> list[dict[str, Any]]:
    """Every attempt with its responses; choices by their letters, as the page and the API name them."""
    attempts = (
        Attempt.objects.filter(learner=learner)
        .select_related("lesson__track")
        .prefetch_related("responses__question")
        .order_by("started_at")
    )
    return [_attempt(attempt) for attempt in attempts]


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "lesson": f"{attempt.lesson.track.slug}/{attempt.lesson.slug}",
        "started_at": attempt.started_at,
        "finished_at": attempt.finished_at,
        "responses": [
            {
                "question": response.question.key,
                "answer": response.answer,
                "confidence": response.confidence,
                "tries": response.tries,
                "credit": response.credit,
                "hints_used": response.hints_used,
                "answered_at": response.answered_at,
            }
            for response in attempt.responses.all()
        ],
    }


def cards_of(learner: Learner) -> list[dict[str, Any]]:
    """Every card with its schedule (FSRS) and all its ratings."""
    cards = Card.objects.filter(learner=learner).prefetch_related("ratings")
    about = ("key_moment__lesson__track", "question__lesson__track")
    return [_card(card) for card in cards.select_related(*about).order_by("pk")]


def _card(card: Card) -> dict[str, Any]:
    lesson = card.about.lesson
    return {
        "lesson": f"{lesson.track.slug}/{lesson.slug}",
        "about": f"question {card.question.key}" if card.question else f"key moment {card.about.number}",
        **{name: getattr(card, name) for name in _MEMORY},
        "ratings": [
            {"rating": each.get_rating_display(), "at": each.at, "interval": each.interval}
            for each in card.ratings.all()
        ],
    }
