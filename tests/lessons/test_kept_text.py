"""A text with places that is compressed once, and the pages that are sent so."""

import gzip

import pytest
from django.test import Client

from lessons import kept_text
from lessons.kept_text import WINDOW, KeptText
from tests.lessons.guest_pages import LESSON, PAGES, PLACES, html_for_a_guest, without_places

SECRET = "\0secret\0"
LENGTHS = {SECRET: 6}


@pytest.mark.parametrize(
    "text",
    [
        "",
        SECRET,
        f"{SECRET}{SECRET}",
        f"<p>{SECRET}</p>{SECRET}",
        f"é “one” {SECRET} two " * 3000,
        f"{'far before ' * WINDOW}{SECRET}far before",
    ],
)
def test_what_is_compressed_in_pieces_is_the_text(text):
    kept = KeptText(text, LENGTHS)
    for value in ("abcdef", "ghijkl"):
        whole = text.replace(SECRET, value).encode()
        assert kept.plain({SECRET: lambda: value}) == whole  # noqa: B023  called at once
        assert gzip.decompress(kept.gzip({SECRET: lambda: value})) == whole  # noqa: B023


def test_the_length_is_the_same_whether_or_not_a_value_stands_elsewhere_in_the_text():
    kept = KeptText(f"abcdef abcdef abcdef <p>{SECRET}</p>", LENGTHS)
    header = kept.gzip({SECRET: lambda: "abcdef"}).index(0, 10)
    assert header <= 110
    sizes = set()
    for value in ("abcdef", "zyxwvu"):
        content = kept.gzip({SECRET: lambda: value})  # noqa: B023
        sizes.add(len(content) - content.index(0, 10))
    assert len(sizes) == 1


def test_a_value_of_another_length_is_refused():
    with pytest.raises(ValueError, match="takes 6 bytes, not 7"):
        KeptText(SECRET, LENGTHS).gzip({SECRET: lambda: "abcdefg"})


@pytest.mark.parametrize("path", PAGES)
def test_a_cached_page_is_the_same_compressed_and_but_for_its_places_hardly_longer(lesson, path):
    for _ in range(3):
        html_for_a_guest(path)
    response = Client().get(path, headers={"Accept-Encoding": "gzip"})
    page = gzip.decompress(response.content)
    assert without_places(page.decode()) == without_places(html_for_a_guest(path))
    places = len(PLACES.findall(page.decode()))
    assert len(response.content) < 1.1 * len(gzip.compress(page, 6)) + 100 * places
    assert response.headers["Content-Length"] == str(len(response.content))
    assert "Accept-Encoding" in response.headers["Vary"]


def test_what_is_the_same_for_everybody_is_compressed_once(lesson, monkeypatch):
    compressed, deflated = [], kept_text._deflated
    monkeypatch.setattr(kept_text, "_deflated", lambda *args: compressed.append(1) or deflated(*args))
    for _ in range(3):
        html_for_a_guest(LESSON)
    first = Client().get(LESSON, headers={"Accept-Encoding": "gzip"}).content
    count = len(compressed)
    second = Client().get(LESSON, headers={"Accept-Encoding": "gzip"}).content
    assert len(compressed) == count > 0
    assert gzip.decompress(first) != gzip.decompress(second)  # each has a nonce and a token of its own
