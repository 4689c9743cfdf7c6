"""A NUL in an address is refused, wherever the address leads."""

import pytest

from tests.support.hostile_values import PARAMETERS


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["{}=%00", "{}=a%00b", "{}%00=a", "a=b&{}=%00"])
def test_a_parameter_with_a_nul_is_refused_before_anything_reads_it(client, django_assert_num_queries, place):
    with django_assert_num_queries(0):
        for name in PARAMETERS:
            response = client.get(f"/?{place.format(name)}")
            assert response.status_code == 400
            assert "NUL" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?q=%2500", "?q=00%25", "?q=0"])
def test_what_only_looks_like_a_nul_is_not_refused(client, query):
    assert client.get(f"/search/{query}").status_code == 200
