"""Build the elements of QTI 3, and convert Markdown to the XHTML that they may contain."""

from html.parser import HTMLParser
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement, TreeBuilder

from lessons.markdown import block

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_ATTRIBUTES = {"href", "title", "src", "alt", "width", "height"}
_VOID = {"br", "hr", "img"}


def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """Add a child to `parent`. An underscore in the name of an attribute becomes a hyphen."""
    node = SubElement(parent, name, {key.replace("_", "-"): value for key, value in attributes.items()})
    node.text = text or None
    return node


def add_markdown(parent: Element, text: str) -> None:
    """Add Markdown as XHTML elements, the same that learners see here."""
    reader = _Elements()
    reader.feed(f"<div>{block(text)}</div>")
    parent.extend(reader.builder.close())


class _Elements(HTMLParser):
    """Builds elements of HTML that `lessons.markdown` has made."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs if name in _ATTRIBUTES})
        if tag in _VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def add_value(parent: Element, value: str, base_type: str) -> Element:
    return add(parent, "qti-base-value", value, base_type=base_type)


def serialized(root: Element) -> bytes:
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"
