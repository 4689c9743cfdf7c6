"""Objects that are kept for as long as their row stays the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons import row_cache
from lessons.models import Lesson, Track
from lessons.row_cache import RowCache

pytestmark = pytest.mark.django_db


def lessons() -> RowCache[Lesson]:
    published = Lesson.objects.published().select_related("track")
    return RowCache(lambda track, slug: published.filter(track__slug=track, slug=slug), str, str)


@pytest.fixture
def kept() -> RowCache[Lesson]:
    track = Track.objects.create(slug="letters", title="Letters", summary="From a to b.")
    for number, slug in enumerate("ab", 1):
        Lesson.objects.create(
            track=track, slug=slug, number=number, title=slug, lab="chat", status=Lesson.Status.PUBLISHED
        )
    return lessons()


def test_an_object_whose_row_has_not_changed_is_found_by_one_statement(kept: RowCache[Lesson]) -> None:
    first = kept.get("letters", "a")
    with CaptureQueriesContext(connection) as queries:
        again = kept.get("letters", "a")
    assert again is first
    assert len(queries) == 1


def test_a_change_counts_at_once_however_it_was_made(kept: RowCache[Lesson]) -> None:
    kept.get("letters", "a")
    Lesson.objects.filter(slug="a").update(title="Alpha")
    found = kept.get("letters", "a")
    assert found is not None
    assert found.title == "Alpha"


def test_a_change_of_a_row_that_it_refers_to_counts_too(kept: RowCache[Lesson]) -> None:
    kept.get("letters", "a")
    Track.objects.update(title="All letters")
    found = kept.get("letters", "a")
    assert found is not None
    assert found.track.title == "All letters"


def test_what_the_query_leaves_out_is_not_found(kept: RowCache[Lesson]) -> None:
    kept.get("letters", "a")
    Lesson.objects.filter(slug="a").update(status=Lesson.Status.DRAFT)
    assert kept.get("letters", "a") is None


def test_values_are_never_mixed_up(kept: RowCache[Lesson]) -> None:
    assert str(kept.get("letters", "a")) == "a"
    assert str(kept.get("letters", "b")) == "b"
    assert kept.get("a", "letters") is None
    assert kept.get("0", "1") is None


def test_only_those_that_were_used_last_are_kept(
    kept: RowCache[Lesson], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_cache, "MAX_OBJECTS", 1)
    first = kept.get("letters", "a")
    kept.get("letters", "b")
    assert kept.get("letters", "a") is not first
