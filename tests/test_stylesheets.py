"""The stylesheets: all are in use, a line has one declaration, and whatever is tuned by a property has it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin

from tutorial.stylesheets import DESK, SHEETS, bundle

FOLDER = settings.BASE_DIR / "tutorial/static/css"


def text_of(*paths):
    return re.sub(r"/\*.*?\*/", "", "".join(path.read_text() for path in paths), flags=re.DOTALL)


def defined_in(text):
    return set(re.findall(r"(--[\w-]+):", text))


def used_in(text):
    """The properties that are read without a value to fall back on."""
    return set(re.findall(r"var\((--[\w-]+)\)", text))


def test_every_stylesheet_is_in_the_bundle_or_at_the_desk():
    found = (path.relative_to(FOLDER).with_suffix("") for path in FOLDER.rglob("*.css"))
    assert sorted(map(str, found)) == sorted([*SHEETS, *DESK])


def test_the_bundle_says_what_the_sheets_say_in_their_order(tmp_path):
    bundle(FOLDER, tmp_path)
    for target, names in (("site.css", SHEETS), ("desk.css", DESK)):
        bundled = (tmp_path / target).read_text()
        assert bundled.split() == "\n".join(text_of(FOLDER / f"{name}.css") for name in names).split()
        assert "\n " not in bundled


@pytest.mark.parametrize("name", [*SHEETS, *DESK])
def test_a_line_has_one_declaration(name):
    lines = text_of(FOLDER / f"{name}.css").splitlines()
    assert [line for line in lines if re.search(r";.*[;{}]|[{}].*[;{}]|[{;]\s*[^\s].*;", line)] == []


def test_every_property_that_a_component_reads_is_defined():
    site = text_of(*(FOLDER / f"{name}.css" for name in SHEETS))
    assert used_in(site) - defined_in(site) == set()


def test_the_desk_reads_no_property_but_those_of_the_admin():
    of_admin = text_of(Path(admin.__file__).parent / "static/admin/css/base.css")
    desk = text_of(*(FOLDER / f"{name}.css" for name in DESK))
    assert used_in(desk) - defined_in(of_admin) == set()


def test_a_space_is_a_token_and_no_multiple_of_a_step():
    site = text_of(*(FOLDER / f"{name}.css" for name in SHEETS))
    assert "--step" not in site
    assert {f"--space-{size}" for size in range(1, 9)} <= used_in(site)


def test_layouts_are_chosen_in_rem_so_that_large_text_gets_that_of_a_narrower_window():
    sheets = [text_of(FOLDER / f"{name}.css") for name in (*SHEETS, *DESK)]
    asked = [query for text in sheets for query in re.findall(r"@media ([^{]*)", text)]
    for script in (FOLDER.parent / "js").glob("*.js"):
        asked += re.findall(r"matchMedia\((.*?)\)'", script.read_text())
    assert any("rem" in query for query in asked)
    assert [query for query in asked if "px" in query] == []
