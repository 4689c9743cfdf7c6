"""Markdown to sanitized HTML."""

from functools import lru_cache
from html import unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {
    *("p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "a"),
    *("ul", "ol", "li", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}


@lru_cache(maxsize=2048)
def block(text: str) -> SafeString:
    """HTML with paragraphs, lists, tables and code blocks."""
    return _clean(_PARSER.render(text))


@lru_cache(maxsize=2048)
def inline(text: str) -> SafeString:
    """HTML with emphasis, code and links only, for a table cell or a heading."""
    return _clean(_PARSER.renderInline(" ".join(text.split())))


@lru_cache(maxsize=2048)
def flowing(text: str) -> SafeString:
    """HTML with blocks like `block`, but without the <p> around a text that is one paragraph.

    It stands where one line is usual and more may come: in options, questions and hints.
    """
    html = block(text).strip()
    inner = html.removeprefix("<p>").removesuffix("</p>")
    is_one = html.startswith("<p>") and html.endswith("</p>") and "<p>" not in inner
    return mark_safe(inner if is_one else html)  # noqa: S308  parts of what `block` has cleaned


def parts_of_question(text: str) -> tuple[str, str]:
    """(what is shown above, what is asked): the last paragraph asks, with all blocks below it.

    Where no paragraph stands in the text, all of it asks.
    """
    lines = text.strip().split("\n")
    starts = [
        token.map[0]
        for token in _PARSER.parse("\n".join(lines))
        if token.type == "paragraph_open" and token.level == 0 and token.map
    ]
    start = starts[-1] if starts else 0
    return "\n".join(lines[:start]).strip(), "\n".join(lines[start:]).strip()


def plain(text: str) -> str:
    """The rendered text without tags, in one line."""
    return " ".join(unescape(strip_tags(block(text))).split())


def _clean(html: str) -> SafeString:
    return mark_safe(nh3.clean(html, tags=_TAGS, link_rel="noopener"))  # noqa: S308  cleaned right here
