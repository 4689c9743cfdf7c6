"""Pages and answers of the API leave compressed where the browser takes it."""

import gzip
import json

import pytest

from quizzes.api.keys import new_key
from quizzes.api.models import ApiKey

pytestmark = pytest.mark.django_db
PAGE = "/learn/django-channels/websocket-support/"
TAKES_GZIP = {"Accept-Encoding": "gzip, br"}


def test_a_page_is_a_fraction_of_its_length(client, lesson):
    client.get(PAGE)
    whole, compressed = client.get(PAGE), client.get(PAGE, headers=TAKES_GZIP)
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert len(compressed.content) < len(whole.content) / 3
    assert "Channels for WebSocket support" in gzip.decompress(compressed.content).decode()
    assert "Accept-Encoding" in compressed.headers["Vary"]


def test_a_browser_that_takes_no_gzip_gets_none(client, lesson):
    assert "Content-Encoding" not in client.get(PAGE, headers={"Accept-Encoding": "identity"}).headers


def test_the_length_says_nothing_about_the_token(client, lesson):
    """The name in the header of gzip (RFC 1952, FNAME) has a random length: it hides what BREACH measures."""
    names = set()
    for _ in range(20):
        content = client.get(PAGE, headers=TAKES_GZIP).content
        assert content[3] & 8
        names.add(content.index(0, 10) - 10)
    assert len(names) > 5


def test_a_program_asks_again_with_the_etag_of_a_compressed_answer(client, lesson):
    key = ApiKey(name="school")
    asking = {"Authorization": f"Bearer {new_key(key)}"} | TAKES_GZIP
    key.save()
    address = "/api/v1/lessons/django-channels/websocket-support"
    first = client.get(address, headers=asking)
    assert json.loads(gzip.decompress(first.content))["slug"] == "websocket-support"
    again = client.get(address, headers=asking | {"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
