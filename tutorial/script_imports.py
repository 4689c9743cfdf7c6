"""The scripts that scripts of the site import, under the names that have a digest.

A script names what it imports without a digest. An import map leads the browser to the file that it may keep,
and that a page may have asked for already: without it one file would be loaded and run twice.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "static"
_SCRIPTS = SOURCE / "js"
IMPORT = re.compile(r"^import (.*) from '\./(\w+)\.js'$", re.MULTILINE)
_LATER = re.compile(r"\bimport\('\./(\w+)\.js'\)")


@cache
def imported_by(script: str) -> tuple[str, ...]:
    """The names, without '.js', of the scripts that the `script` names in its imports."""
    return tuple(name for _, name in IMPORT.findall(_text(script)))


@cache
def imported_later_by(script: str) -> tuple[str, ...]:
    """The names of those that the `script` imports only when a page needs them."""
    return tuple(_LATER.findall(_text(script)))


@cache
def all_imported(bundled: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Every script that another one imports, and what it imports in turn.

    One that is `bundled` has what it imports beside it: only what it imports later counts.
    """
    found: set[str] = set()
    for path in _SCRIPTS.glob("*.js"):
        at_once = () if path.stem in bundled else imported_by(path.stem)
        found |= {*at_once, *imported_later_by(path.stem)}
    return tuple(sorted({*found, *imported_through(found)}))


def _text(script: str) -> str:
    return (_SCRIPTS / f"{script}.js").read_text()


def imported_through(scripts: Iterable[str]) -> Iterator[str]:
    """What the `scripts` import at once, and what those import in turn. Each once, none of the `scripts`."""
    seen, ahead = set(scripts), list(scripts)
    while ahead:
        for each in imported_by(ahead.pop(0)):
            if each not in seen:
                seen.add(each)
                ahead.append(each)
                yield each
