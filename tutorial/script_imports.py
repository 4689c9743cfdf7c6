"""The scripts that scripts of the site import, under the names that have a digest.

A script names what it imports without a digest. An import map leads the browser to the file that it may keep,
and that a page may have asked for already: without it one file would be loaded and run twice.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from tutorial.static_manifest import SOURCE

_SCRIPTS = SOURCE / "js"
_IMPORT = re.compile(r"^import .* from '\./(\w+)\.js'$", re.MULTILINE)


@cache
def imported_by(script: str) -> tuple[str, ...]:
    """The names, without '.js', of the scripts that the `script` names in its imports."""
    return tuple(_IMPORT.findall((_SCRIPTS / f"{script}.js").read_text()))


@cache
def all_imported() -> tuple[str, ...]:
    """Every script that another one imports."""
    return tuple(sorted({each for path in _SCRIPTS.glob("*.js") for each in imported_by(path.stem)}))


def imported_through(scripts: Iterable[str]) -> Iterator[str]:
    """What the `scripts` import, and what those import in turn, each once and none of the `scripts`."""
    seen, ahead = set(scripts), list(scripts)
    while ahead:
        for each in imported_by(ahead.pop(0)):
            if each not in seen:
                seen.add(each)
                ahead.append(each)
                yield each
