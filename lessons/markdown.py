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


def plain(text: str) -> str:
    """The rendered text without tags, in one line."""
    return " ".join(unescape(strip_tags(block(text))).split())


def _clean(html: str) -> SafeString:
    return mark_safe(nh3.clean(html, tags=_TAGS, link_rel="noopener"))  # noqa: S308  cleaned right here
