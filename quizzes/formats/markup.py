"""Convert text of other systems to Markdown: HTML, plain text, and Moodle's mixture of both."""

import re
from collections.abc import Callable, Container
from html.parser import HTMLParser

import nh3

from lessons.markdown import flowing
from lessons.pictures.address import PictureAddress, parse_address
from quizzes.formats.literal import literal
from quizzes.formats.question import NotRepresentableError
from quizzes.formats.text import NOT_TEXT

type Addresses = Callable[[str], PictureAddress | None]
"""Maps the source of a picture in a text to its address here; None if it has none."""

MARKUPS = {
    "html": "html",
    "markdown": "markdown",
    "plain": "plain",
    "plain_text": "plain",
    "moodle": "moodle",
    "moodle_auto_format": "moodle",
}
"""{the name in GIFT or Moodle XML: our name of the markup}"""

_ALLOWED = {
    *("p", "br", "hr", "em", "strong", "b", "i", "code", "kbd", "samp", "pre", "blockquote", "a", "ul", "ol"),
    *("li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "sub", "sup"),
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
    "u",
}
"""Tags without which no meaning is lost: their text stays."""
_VOID = {"br", "hr", "img", "col", "input", "wbr"}
_OPEN_END = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "blockquote"}
"""Tags that need no end."""
_NAMES = _ALLOWED | _SILENT | _VOID | _OPEN_END | nh3.ALLOWED_TAGS
_NAMES |= {"script", "style", "iframe", "object", "embed", "audio", "video", "source", "svg", "math", "form"}
_NAMES |= {"button", "select", "option", "textarea", "label", "fieldset", "big", "body", "head", "title"}
"""Tags of HTML. What else looks like a tag is text, such as List<int>."""
_TAGLIKE = re.compile(r"</?([a-zA-Z][\w-]*)(?:[^<>]*>)?")
_END_TAG = re.compile(r"</([a-zA-Z][\w-]*)")
_PROGRAM = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)
_WHAT = {
    "script": "programs are not taken over",
    "iframe": "what it shows is not taken over: write a link to it",
    "video": "the video is not taken over: write a link to it",
    "audio": "the sound is not taken over: write a link to it",
}
MAX_DEPTH = 40
"""HTML elements inside of each other. Each level of a list is indented again for all that it holds."""
TOO_DEEP = "its HTML is nested too deeply"
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]+|#\d+);")
_BLOCK = re.compile(r"<(?:p|br|div|ul|ol|pre|table|h[1-6])\b", re.IGNORECASE)


def to_markdown(text: str, markup: str, address: Addresses = parse_address) -> tuple[str, list[str]]:
    """`text` as Markdown, and in words what of it is lost.

    `markup` is html, markdown, plain or moodle. `address` says where a picture is shown.
    Raises `NotRepresentableError` for HTML nested too deep.
    """
    if markup == "markdown":
        return text.strip(), []
    if markup == "html":
        return _from_html(text, address)
    if markup == "moodle" and _TAG.search(text):
        return _from_html(text if _BLOCK.search(text) else text.strip().replace("\n", "<br>"), address)
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join("\\\n".join(literal(each).split("\n")) for each in paragraphs), []


class _Tags(HTMLParser):
    """Collects the tags that lessons cannot show. `deepest` counts elements inside of each other.

    `pictures` are the descriptions of images, `never_closed` the names of elements that have no end.
    """

    def __init__(self, address: Addresses) -> None:
        super().__init__()
        self.address = address
        self.lost: list[str] = []
        self.pictures: list[str] = []
        self.open: dict[str, int] = {}
        self.depth = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            if self.address(dict(attrs).get("src") or "") is None:
                self.pictures.append(dict(attrs).get("alt") or "")
        elif tag not in _ALLOWED | _SILENT and tag not in self.lost:
            self.lost.append(tag)
        elif tag == "a" and _PROGRAM.match(dict(attrs).get("href") or ""):
            self.lost.append("a")
        if tag not in _VOID:
            self.open[tag] = self.open.get(tag, 0) + 1
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop(tag, None)
        self.depth = max(0, self.depth - 1)

    @property
    def notes(self) -> list[str]:
        """What is lost, in words."""
        words = []
        for picture in self.pictures:
            what = f"the picture '{picture}'" if picture else "a picture without a description"
            words.append(f"{what}: describe in the text what learners need of it")
        usual = "its text stays, without this markup"
        marks = [f"<{tag}>: {_WHAT.get(tag, usual)}" for tag in self.lost if tag != "a"]
        return [*words, *marks, *(["a link to a program: its text stays"] if "a" in self.lost else [])]


def html_of(text: str) -> str:
    """Markdown as the HTML that other systems show, without a <p> around a single paragraph."""
    return str(flowing(text)).strip()


def _from_html(text: str, address: Addresses) -> tuple[str, list[str]]:
    closed = {name.lower() for name in _END_TAG.findall(text)}
    text = _TAGLIKE.sub(lambda match: match[0] if _is_html(match, closed) else "&lt;" + match[0][1:], text)
    found = _Tags(address)
    found.feed(text)
    if found.deepest > MAX_DEPTH:
        raise NotRepresentableError(TOO_DEEP)
    safe = nh3.clean(
        text,
        tags=_ALLOWED | {"img"},
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        attribute_filter=lambda tag, name, value: _source(value, address) if name == "src" else value,
        link_rel=None,
        url_schemes={*nh3.ALLOWED_URL_SCHEMES, "data"},  # judged by the filter
    )
    from quizzes.formats.from_html import markdown_of  # its libraries would double the start of a process

    try:
        return NOT_TEXT.sub("", markdown_of(safe)).strip(), found.notes
    except RecursionError as error:
        raise NotRepresentableError(TOO_DEEP) from error


def _source(source: str, address: Addresses) -> str | None:
    return str(found) if (found := address(source)) else None


def _is_html(match: re.Match[str], closed: Container[str]) -> bool:
    """Whether what looks like a tag is one; `closed` are the names that have an end tag.

    List<int> and an <a> that is never closed are text.
    """
    name = match[1].lower()
    if name not in _NAMES:
        return False
    return name in _VOID | _OPEN_END or name in closed
