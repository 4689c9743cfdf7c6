"""Convert text of other systems to Markdown: HTML, plain text, and Moodle's mixture of both."""

import re
from html.parser import HTMLParser

import nh3
from markdownify import MarkdownConverter

from quizzes.formats.question import NotRepresentableError
from quizzes.formats.text import NOT_TEXT

MARKUPS = {
    "html": "html",
    "markdown": "markdown",
    "plain": "plain",
    "plain_text": "plain",
    "moodle": "moodle",
    "moodle_auto_format": "moodle",
}
"""{the name in GIFT or Moodle XML: our name of the markup}"""

_KEPT = {
    *("p", "br", "hr", "em", "strong", "b", "i", "code", "kbd", "samp", "pre", "blockquote", "a", "ul", "ol"),
    *("li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_SILENT = {
    "div",
    "span",
    "font",
    "section",
    "article",
    "tfoot",
    "caption",
    "colgroup",
    "col",
    "small",
    "html",
}
"""Tags without which no meaning is lost: their text stays."""
_VOID = {"br", "hr", "img", "col", "input", "wbr"}
MAX_DEPTH = 40
"""HTML elements inside of each other. Each level of a list is indented again for all that it holds."""
TOO_DEEP = "its HTML is nested too deep"
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]+|#\d+);")
_BLOCK = re.compile(r"<(?:p|br|div|ul|ol|pre|table|h[1-6])\b", re.IGNORECASE)


def to_markdown(text: str, markup: str) -> tuple[str, list[str]]:
    """`text` as Markdown, and the tags that are lost, such as '<img>'.

    `markup` is html, markdown, plain or moodle. Raises `NotRepresentableError` for HTML nested too deep.
    """
    if markup == "markdown":
        return text.strip(), []
    if markup == "html":
        return _from_html(text)
    if markup == "moodle" and _TAG.search(text):
        return _from_html(text if _BLOCK.search(text) else text.strip().replace("\n", "<br>"))
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join("\\\n".join(literal(each).split("\n")) for each in paragraphs), []


def literal(text: str) -> str:
    """Markdown that is rendered as exactly `text`."""
    text = re.sub(r"[\\`*\[\]]|<(?=[a-zA-Z/!?])|&(?=#?\w+;)|(?<!\w)_|_(?!\w)", r"\\\g<0>", text)
    text = re.sub(r"(?m)^([^\S\n]*+)([#>+-]++)(?=\s|$)", r"\1\\\2", text)
    return re.sub(r"(?m)^([^\S\n]*+\d{1,9})([.)])(?=\s|$)", r"\1\\\2", text)


class _Converter(MarkdownConverter):
    def escape(self, text: str, parent_tags: set[str]) -> str:
        return literal(text)


class _Tags(HTMLParser):
    """Collects the tags that lessons cannot show. `deepest` counts elements inside of each other."""

    def __init__(self) -> None:
        super().__init__()
        self.lost: list[str] = []
        self.depth = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _KEPT | _SILENT and f"<{tag}>" not in self.lost:
            self.lost.append(f"<{tag}>")
        if tag not in _VOID:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - 1)


def _from_html(text: str) -> tuple[str, list[str]]:
    found = _Tags()
    found.feed(text)
    if found.deepest > MAX_DEPTH:
        raise NotRepresentableError(TOO_DEEP)
    safe = nh3.clean(text, tags=_KEPT, attributes={"a": {"href"}}, link_rel=None)
    converter = _Converter(heading_style="ATX", bullets="-", newline_style="backslash")
    try:
        return NOT_TEXT.sub("", converter.convert(safe)).strip(), found.lost
    except RecursionError as error:
        raise NotRepresentableError(TOO_DEEP) from error
