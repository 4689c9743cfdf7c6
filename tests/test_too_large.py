"""A number that no database takes is refused in the lists of the admin."""

import pytest
from django.contrib.auth.models import User


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["id__in", "id"])
@pytest.mark.parametrize("row", ["lessons/lesson", "lessons/track", "quizzes/report", "quizzes/apikey"])
def test_a_list_filtered_by_a_number_beyond_64_bits_is_no_error(client, row, name):
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(f"/admin/{row}/?{name}={2**63}").status_code < 500
    assert client.get(f"/admin/{row}/").status_code == 200
