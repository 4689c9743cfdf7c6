"""Scripts import each other through an import map, which names the files that have a digest."""

import json
import re

import pytest

from tutorial.script_imports import all_imported, imported_by, imported_later_by, imported_through
from tutorial.static_manifest import SOURCE


def test_the_map_has_whatever_a_script_imports():
    for path in (SOURCE / "js").glob("*.js"):
        text = path.read_text()
        named = re.findall(r"^import .* from '(.*)'", text, re.MULTILINE)
        statements = re.findall(r"^\s*import\b(?!\()|^export\b.* from '", text, re.MULTILINE)
        assert len(statements) == len(named), f"{path.name}: write each import on one line, with its names"
        assert named == [f"./{each}.js" for each in imported_by(path.stem)], path.name
        later = re.findall(r"import\('(.*?)'\)", text)
        assert len(re.findall(r"\bimport\((?!client\))", text)) == len(later), (
            path.name
        )  # the lab's own client.js
        assert later == [f"./{each}.js" for each in imported_later_by(path.stem)], path.name
        assert {*imported_by(path.stem), *imported_later_by(path.stem)} <= set(all_imported())


@pytest.mark.django_db
def test_a_page_has_the_map_before_its_scripts_and_asks_for_all_of_them(client):
    page = client.get("/").content.decode()
    before, after = re.split(r'<script type="importmap" nonce="[^"]+">', page)
    assert "modul" not in before
    assert set(json.loads(after.partition("</script>")[0])["imports"]) == {
        f"/static/js/{each}.js" for each in all_imported()
    }
    asked = set(re.findall(r'(?:src|"modulepreload" href)="/static/js/(\w+)\.', after))
    assert set(imported_through(sorted(asked))) == set()
    assert "instrument" in asked


def test_what_a_script_imports_later_is_in_the_map_and_not_asked_for_at_once():
    assert imported_later_by("load_editor") == ("editor",)
    assert "editor" in all_imported()
    assert list(imported_through(["load_editor"])) == []


def test_an_own_event_is_named_in_one_place_and_has_both_sides():
    events = (SOURCE / "js" / "events.js").read_text()
    names = dict(re.findall(r"^export const (\w+) = '(\w+:\w+)'$", events, re.MULTILINE))
    assert len(names) == events.count("export ")
    scripts = {path.stem: path.read_text() for path in (SOURCE / "js").glob("*.js") if path.stem != "events"}
    for constant, name in names.items():
        assert not [script for script, text in scripts.items() if f"'{name}'" in text], name
        uses = [
            line
            for text in scripts.values()
            for line in text.splitlines()
            if re.search(rf"\b{constant}\b", line)
        ]
        assert any(re.search(r"Event\(|\btell\(", line) for line in uses), f"nobody sends {name}"
        assert any("EventListener(" in line or "for (const event of" in line for line in uses), (
            f"nobody hears {name}"
        )
    own = r"(?:Event|tell)\(\s*'(\w+:\w+)'"
    assert {each for text in scripts.values() for each in re.findall(own, text)} <= {"htmx:load"}
