"""Recall in a lesson, and the review of all lessons.

htmx replaces the deck in place. Without JavaScript each request is answered with a whole page.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe
from fsrs import Rating

from lessons.identity import ensure_learner, find_learner, remember
from lessons.models import Learner, Lesson
from lessons.views import find_lesson
from quizzes.recall.flashcard import Flashcard
from quizzes.recall.page import RecallPage
from quizzes.recall.rating import RatedAlreadyError, rate

DECK = "quizzes/recall/_deck.html"
CHOOSE = "Choose Again, Hard, Good or Easy."


class RatingForm(forms.Form):
    """The data of the rating buttons: a rating, and the number of ratings when the card was shown."""

    rating = forms.TypedChoiceField(choices=[(each.value, each.name) for each in Rating], coerce=int)
    reviews = forms.IntegerField(min_value=0)


def recall(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    """The recall way of a lesson."""
    return _context(
        RecallPage(request.user, lesson), find_learner(request), timezone.now(), request.GET.get("reveal", "")
    )


@require_safe
def recall_deck(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """The deck of a lesson alone for htmx. Otherwise a redirect to the way."""
    page = RecallPage(request.user, find_lesson(request, track, lesson))
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(page.address)
    asked = request.GET.get("reveal", "")
    return _in_place(request, _context(page, find_learner(request), timezone.now(), asked))


@require_POST
def recall_rate(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """Rate a card of a lesson."""
    return _rate(request, RecallPage(request.user, find_lesson(request, track, lesson)))


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The due cards of all lessons, and the next ones."""
    context = _context(
        RecallPage(request.user), find_learner(request), timezone.now(), request.GET.get("reveal", "")
    )
    in_place = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    response = (
        _in_place(request, context) if in_place else render(request, "quizzes/recall/review.html", context)
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def review_rate(request: HttpRequest) -> HttpResponse:
    """Rate a card on the review."""
    return _rate(request, RecallPage(request.user))


def _rate(request: HttpRequest, page: RecallPage) -> HttpResponse:
    """Store the rating and show the next card. If it cannot be stored, show the same card with the reason."""
    now, form = timezone.now(), RatingForm(request.POST)
    flashcard = page.deck(find_learner(request), now).find(request.POST.get("card", ""))
    if flashcard is None:
        raise Http404("This card does not exist.")
    if not form.is_valid():
        context = _context(page, find_learner(request), now, flashcard.key)
        return _answer(request, page, context, 400, CHOOSE)
    learner = ensure_learner(request)
    status, note, key = 200, "", ""
    try:
        rating, reviews = Rating(form.cleaned_data["rating"]), form.cleaned_data["reviews"]
        rate(learner, flashcard.source, rating, reviews=reviews, at=now)
    except RatedAlreadyError:
        flashcard = page.deck(learner, now).find(flashcard.key) or flashcard
        status, note, key = 409, _changed(flashcard), flashcard.key
    context = _context(page, learner, now, "", key)
    return remember(_answer(request, page, context, status, note), learner)


def _answer(
    request: HttpRequest, page: RecallPage, context: dict[str, Any], status: int, note: str
) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return _in_place(request, {**context, "note": note}, status)
    if note:
        messages.warning(request, note)
    return redirect(f"{page.address}#recall")


def _in_place(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The deck alone, in place of the one that the page shows: what is new in it gets the focus."""
    return render(request, DECK, {**context, "in_place": True}, status=status)


def _changed(flashcard: Flashcard) -> str:
    """The reason why the rating of a card that has changed was not stored."""
    if flashcard.card is None:
        return "This card has changed since you opened it. Nothing was stored."
    return f"You have already rated this card: {flashcard.last_rating.name}. It is due {flashcard.when}."


def _context(
    page: RecallPage, learner: Learner | None, now: datetime, revealed: str, key: str = ""
) -> dict[str, Any]:
    """The context of the deck: the card `revealed` with its answer, else the card `key`, else the first."""
    deck = page.deck(learner, now)
    shown = deck.shown(revealed or key)
    return {
        "recall": page,
        "deck": deck,
        "shown": shown,
        "is_revealed": shown is not None and shown.key == revealed,
        "listed": [] if page.lesson else deck.listed(shown),
    }
