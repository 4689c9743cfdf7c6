"""What the documents promise names the tests that hold it, and these are there."""

import re

import pytest

from tests.support.servers import ROOT

PROMISES = ("security.md", "operating.md")
KEPT = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*")}
NAMES = {path.rpartition("/")[2] for path in KEPT}


def named_in(text):
    """The paths and names of tests that a document has as code."""
    return re.findall(r"`(tests/[\w/.]*|test_\w+\.py)(?:\s[^`]*)?`", text)


def sections(name):
    """{title: text} of the sections of a document."""
    parts = re.split(r"^## (.+)$", (ROOT / "docs" / name).read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize(
    "path",
    ["README.md", "CONTRIBUTING.md", *sorted(f"docs/{each.name}" for each in (ROOT / "docs").glob("*.md"))],
)
def test_each_test_that_a_document_names_is_there(path):
    for named in named_in((ROOT / path).read_text()):
        assert named.rstrip("/") in KEPT or named in NAMES or "*" in named or named == "tests/"


@pytest.mark.parametrize("name", PROMISES)
def test_each_section_of_promises_names_a_test_that_holds_it(name):
    for title, text in sections(name).items():
        held = text.rpartition("Held by ")[2] if "Held by " in text else ""
        assert named_in(held), f"{name}: {title}"


def test_the_license_is_that_of_the_documents():
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("BSD 3-Clause License")
    assert "BSD 3-Clause" in (ROOT / "README.md").read_text()
