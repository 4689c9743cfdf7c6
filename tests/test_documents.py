"""What the documents promise names the tests that hold it, and these are there."""

import re

import pytest

from quizzes.kinds import kinds
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


def names_a_type(path):
    """Whether a file names a question type other than the first, which is the default."""
    return re.search(rf"""["']({"|".join(list(kinds)[1:])})["']""", path.read_text(encoding="utf-8"))


def test_the_section_on_question_types_names_each_file_that_names_a_type():
    section = sections("../CONTRIBUTING.md")["To add a question type"]
    files = [*(ROOT / "quizzes").rglob("*.py"), *(ROOT / "templates/quizzes").rglob("*.html")]
    files += (ROOT / "tutorial/static/css").rglob("*.css")
    named = [path for path in files if path.parent.name not in ("kinds", "migrations") and names_a_type(path)]
    assert named
    assert [str(path) for path in named if not re.search(rf"[`/]{re.escape(path.name)}`", section)] == []


def test_the_table_of_the_architecture_names_files_that_are_there():
    """Its paths are those of the project, or of live_demo."""
    text = (ROOT / "docs/architecture.md").read_text()
    table = text.partition("Where things are:")[2].partition("## ")[0]
    paths = re.findall(r"`([\w/]+\.(?:py|js))`", table)
    assert len(paths) >= 16
    places = {
        path: [each for each in (ROOT / path, ROOT / "live_demo" / path) if each.is_file()] for path in paths
    }
    assert [path for path, found in places.items() if not found] == []
    for name, path in re.findall(r"`([\w.]+)` in `([\w/]+\.py)`", table):
        assert f"def {name.rpartition('.')[2]}(" in places[path][0].read_text(), f"{name} in {path}"


def test_the_license_is_that_of_the_documents():
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("BSD 3-Clause License")
    assert "BSD 3-Clause" in (ROOT / "README.md").read_text()
