"""Build the elements of QTI 3, and convert Markdown to the XHTML that they may contain."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from markdown_it import MarkdownIt

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_PARSER = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).enable("table").disable("image")


def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """Add a child to `parent`. An underscore in the name of an attribute becomes a hyphen."""
    node = SubElement(parent, name, {key.replace("_", "-"): value for key, value in attributes.items()})
    node.text = text or None
    return node


def add_markdown(parent: Element, text: str) -> None:
    """Add Markdown as XHTML elements. HTML in the Markdown becomes text."""
    for node in ElementTree.fromstring(f"<div>{_PARSER.render(text)}</div>"):  # noqa: S314  our own rendering
        parent.append(node)


def add_value(parent: Element, value: str, base_type: str) -> Element:
    return add(parent, "qti-base-value", value, base_type=base_type)


def serialized(root: Element) -> bytes:
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"
