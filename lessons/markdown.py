"""Markdown to sanitized HTML. What an instructor previews and what learners see comes from here."""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape, unescape
from itertools import pairwise
from typing import Any

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from lessons.pictures.address import parse_address

_TAGS = {
    *("p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "a", "sub", "sup", "img"),
    *("ul", "ol", "li", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "img": {"src", "alt", "width", "height", "loading"}}
_WRITTEN_TAG = re.compile(r"</?su[bp]>|<br ?/?>")
"""The tags that can be written in Markdown. Others are text."""
_PICTURE = re.compile(r'<img [^>]*?alt="([^"]*)"[^>]*>')


def _written_tag(state: StateInline, silent: bool) -> bool:
    """markdown-it's rule for a tag that can be written."""
    found = _WRITTEN_TAG.match(state.src, state.pos)
    if found and not silent:
        state.push("html_inline", "", 0).content = found[0]
    state.pos = found.end() if found else state.pos
    return found is not None


class _Renderer(RendererHTML):
    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """An uploaded picture. Any other is replaced by its description, as text."""
        token = tokens[idx]
        described = escape(self.renderInlineAsText(token.children, options, env))
        source = str(token.attrGet("src") or "")
        if (place := parse_address(source)) is None:
            return described
        size = f'width="{place.width}" height="{place.height}"'
        return f'<img src="{escape(source)}" alt="{described}" {size} loading="lazy">'


def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    made.inline.ruler.before("html_inline", "written_tag", _written_tag)
    return made


_PARSER = _parser()


@lru_cache(maxsize=2048)
def block(text: str) -> SafeString:
    """HTML with paragraphs, lists, tables, code blocks and pictures."""
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


@lru_cache(maxsize=2048)
def parts_of_question(text: str) -> tuple[str, str]:
    """(what is shown above, what is asked): the last paragraph asks, with all blocks below it.

    A paragraph of nothing but pictures does not ask. Where no paragraph does, all of the text asks.
    """
    lines = text.strip().split("\n")
    tokens = _PARSER.parse("\n".join(lines))
    starts = [
        token.map[0]
        for token, held in pairwise(tokens)
        if token.type == "paragraph_open" and token.level == 0 and token.map and not _is_picture(held)
    ]
    start = starts[-1] if starts else 0
    return "\n".join(lines[:start]).strip(), "\n".join(lines[start:]).strip()


def _is_picture(paragraph: Token) -> bool:
    words = {"image", "softbreak", "hardbreak"}
    return all(each.type in words or not each.content.strip() for each in paragraph.children or ())


def headed(text: str) -> tuple[str, str]:
    """Split HTML for a heading: (the first paragraph, the blocks below it)."""
    first, _, rest = text.strip().partition("\n\n")
    is_paragraph = [token.type for token in _PARSER.parse(first)][:1] == ["paragraph_open"]
    return (first, rest.strip()) if is_paragraph else ("", text.strip())


def plain(text: str) -> str:
    """The rendered text without tags, in one line, with the descriptions of its pictures."""
    return " ".join(unescape(strip_tags(_PICTURE.sub(r"\1", block(text)))).split())


def _clean(html: str) -> SafeString:
    cleaned = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel="noopener")
    return mark_safe(cleaned)  # noqa: S308  cleaned right here
