"""The schedule of recall, apart from the database."""

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Rating as Rated

from quizzes.recall.schedule import chance, intervals, rated, unseen
from quizzes.recall.words import span, when, why_scheduled

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)


DAY = timedelta(days=1)


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
