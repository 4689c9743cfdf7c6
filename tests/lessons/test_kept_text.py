"""A text with places that is compressed once."""

import gzip

import pytest

from lessons.kept_text import WINDOW, KeptText

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
