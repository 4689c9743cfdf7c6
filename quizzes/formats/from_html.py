"""HTML that has been cleaned, as Markdown. Only what converts imports it: Beautiful Soup takes its time."""

from functools import lru_cache
from typing import Any

from markdownify import MarkdownConverter

from quizzes.formats.literal import literal


@lru_cache(maxsize=2048)
def markdown_of(html: str) -> str:
    """The Markdown of cleaned HTML. Raises `RecursionError` where its elements are nested too deeply.

    A file is read again for each page on which it is decided what to take of it.
    """
    converter = _Converter(
        heading_style="ATX", bullets="-", newline_style="backslash", sub_symbol="<sub>", sup_symbol="<sup>"
    )
    return str(converter.convert(html))


class _Converter(MarkdownConverter):
    def escape(self, text: str, parent_tags: set[str]) -> str:
        return literal(text)

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """A picture that came with the file; no other has a source any more."""
        alt = literal(" ".join((el.attrs.get("alt") or "").split()))
        return f"![{alt}]({el.attrs['src']})" if el.attrs.get("src") else ""
