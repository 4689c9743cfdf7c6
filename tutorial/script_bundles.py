"""Scripts that a page asks for together, in one file: a request for each costs a browser a third of the page.

A bundle has the scripts of one `{% scripts %}` tag with all that they import, each in a function of its own,
in the order in which a browser runs modules. `set_up` writes it. Where a script of the bundle imports another
one later, the import map gives that one what the bundle has already: so each script runs once.
"""

import re
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

from tutorial.script_imports import IMPORT, SOURCE, imported_by, imported_later_by, imported_through

Names = tuple[str, ...]
_TAG = re.compile(r"\{% scripts ((?:'\w+' )+)%\}")
_EXPORT = re.compile(r"^export (?=(?:async function|function|const|class) (\w+))", re.MULTILINE)


@cache
def bundled() -> frozenset[Names]:
    """The names in each tag of the templates that asks for several scripts."""
    templates = (path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html"))
    return frozenset(each for text in templates for each in tags_in(text) if len(in_order(each)) > 1)


@cache
def all_bundled() -> frozenset[str]:
    """The scripts that are in a bundle."""
    return frozenset(script for names in bundled() for script in in_order(names))


def tags_in(template: str) -> list[Names]:
    return [tuple(re.findall(r"\w+", tag)) for tag in _TAG.findall(template)]


def bundle_of(names: Names) -> str:
    """The path of the bundle among the static files."""
    return f"js/bundle-{zlib.crc32(' '.join(names).encode()):08x}.js"


def in_order(names: Names) -> list[str]:
    """The scripts and all that they import, each after what it imports."""
    found: list[str] = []

    def add(script: str) -> None:
        if script not in found:
            for each in imported_by(script):
                add(each)
            found.append(script)

    for name in names:
        add(name)
    return found


def shared(names: Names) -> Iterator[str]:
    """Those of the bundle that a script imports, too, which one of the bundle imports later."""
    own = in_order(names)
    later = {each for name in own for each in imported_later_by(name)}
    return (each for each in imported_through(sorted(later)) if each in own)


def text_of(names: Names) -> str:
    own = [_function(script) for script in in_order(names)]
    exports = (f"export const {{ {', '.join(_exported(each))} }} = of_{each}" for each in shared(names))
    return "\n".join([*own, *exports, ""])


def _function(script: str) -> str:
    text = IMPORT.sub(lambda found: f"const {found[1].replace(' as ', ': ')} = of_{found[2]}", _read(script))
    given = f"return {{ {', '.join(_exported(script))} }}"
    return f"const of_{script} = (() => {{\n{_EXPORT.sub('', text)}\n{given}\n}})()"


def _exported(script: str) -> list[str]:
    return _EXPORT.findall(_read(script))


def _read(script: str) -> str:
    return (SOURCE / "js" / f"{script}.js").read_text()


def write_bundles(target: Path) -> None:
    """Write all bundles into the folder `target` of static files."""
    (target / "js").mkdir(parents=True, exist_ok=True)
    for names in bundled():
        (target / bundle_of(names)).write_text(text_of(names))
