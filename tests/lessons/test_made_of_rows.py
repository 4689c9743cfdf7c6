"""What is made of rows: made again when one has changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons.made_of_rows import MadeOfRows
from lessons.models import Track

pytestmark = pytest.mark.django_db


def test_what_is_made_of_rows_is_made_again_only_when_a_row_has_changed():
    Track.objects.create(slug="letters", title="Letters", summary="From a to b.")
    titles = MadeOfRows(lambda: Track.objects.values_list("title"), lambda rows: [title for (title,) in rows])
    first = titles.get()
    with CaptureQueriesContext(connection) as queries:
        assert titles.get() is first
    assert len(queries) == 1
    Track.objects.filter(slug="letters").update(title="All letters")
    assert "All letters" in titles.get()
    Track.objects.filter(slug="letters").delete()
    assert "All letters" not in titles.get()
