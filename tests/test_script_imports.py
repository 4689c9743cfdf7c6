"""Scripts import each other through an import map, which names the files that have a digest."""

import json
import re

import pytest
from django.templatetags.static import static

from tests.support.servers import ROOT
from tutorial.script_bundles import bundle_of, bundled, in_order, shared, tags_in, text_of, write_bundles
from tutorial.script_imports import SOURCE, all_imported, imported_by, imported_later_by, imported_through
from tutorial.templatetags.shell import import_map


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


TEMPLATES = ROOT / "templates"
RECALL = "quizzes/recall/_scripts.html"


@pytest.mark.django_db
def test_a_page_has_the_map_before_its_scripts_and_asks_for_all_of_them_in_debug_mode(client, settings):
    settings.DEBUG = True
    page = client.get("/").content.decode()
    before, after = re.split(r'<script type="importmap" nonce="[^"]+">', page)
    assert "modul" not in before
    assert set(json.loads(after.partition("</script>")[0])["imports"]) == {
        f"/static/js/{each}.js" for each in all_imported()
    }
    asked = set(re.findall(r'(?:src|"modulepreload" href)="/static/js/(\w+)\.', after))
    assert set(imported_through(sorted(asked))) == set()
    assert "instrument" in asked


@pytest.mark.django_db
def test_a_page_asks_for_the_bundles_of_its_scripts(client):
    page = client.get("/").content.decode()
    asked = re.findall(r'<script type="module" src="/static/(js/[\w-]+)\.', page)
    names = [each for path in asked for each in bundled() if bundle_of(each) == f"{path}.js"]
    assert len(names) == len(asked) > 1
    assert "modulepreload" not in page
    scripts = [script for each in names for script in in_order(each)]
    assert {"theme", "home_bench", "instrument"} <= set(scripts)
    assert "js/editor." in page  # the map has what is asked for alone
    assert "js/instrument." not in page


def test_no_page_has_a_script_in_two_bundles():
    files = {path: path.read_text() for path in TEMPLATES.rglob("*.html")}
    of_base, of_review = (tags_in(files[TEMPLATES / each]) for each in ("base.html", RECALL))
    for path, text in files.items():
        if path.name != "base.html":
            more = of_review if RECALL in text else []
            scripts = [script for tag in [*of_base, *tags_in(text), *more] for script in in_order(tag)]
            assert len(scripts) == len(set(scripts)), path


def test_a_bundle_has_each_script_after_what_it_imports(tmp_path):
    write_bundles(tmp_path)
    for names in bundled():
        text, scripts = (tmp_path / bundle_of(names)).read_text(), in_order(names)
        assert set(scripts) == {*names, *imported_through(names)}
        for number, script in enumerate(scripts):
            assert set(imported_by(script)) <= set(scripts[:number]), f"{script} is in a circle"
            assert f"\nconst of_{script} = (() => {{\n" in f"\n{text}"
        assert text.count("\nconst of_") == len(scripts) - 1
        assert not re.search(r"^import |^export (?!const \{)", text, re.MULTILINE)


def test_what_a_bundle_has_is_not_run_again_by_what_it_imports_later():
    [names] = [each for each in bundled() if "load_editor" in each]
    both = set(in_order(names)) & set(imported_through(["editor"]))
    assert set(shared(names)) == both != set()
    page_map = json.loads(re.search(r">(\{.*\})<", import_map({}))[1])["imports"]
    for script in imported_through(["editor"]):
        file = bundle_of(names) if script in both else f"js/{script}.js"
        assert page_map[f"/static/js/{script}.js"] == static(file)
    exported = re.findall(r"^export const \{ (.*) \} = of_(\w+)$", text_of(names), re.MULTILINE)
    assert {script for _, script in exported} == both
    each_name = [name for given, _ in exported for name in given.split(", ")]
    assert len(each_name) == len(set(each_name))


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
