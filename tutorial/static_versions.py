"""Static files of two versions of the site side by side, as during a deploy.

Files have a digest of their content in their names. The version before stays on the disk for a while, and a
process also serves what a newer version has put there since the process started.
"""

import asyncio
import json
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from servestatic import ServeStaticASGI

DIGEST = r"^.+\.[0-9a-f]{12}\..+$"
UNUSED_SECONDS = 14 * 24 * 3600
"""How long a file stays that the current version does not use."""
UNUSED = "unused.json"

_HAS_DIGEST = re.compile(r"^.+\.[0-9a-f]{12}\.[^/]+$")


class VersionedStaticFiles(ServeStaticASGI):  # type: ignore[misc]  # ServeStatic has no types
    """ServeStatic, which looks for a file when it is first asked for: also for one that came since the start.

    Looking at all of them at the start takes as long as a tenth of the start.
    """

    def __init__(self, application: Any, root: Path, prefix: str, **options: Any) -> None:
        super().__init__(application, immutable_file_test=DIGEST, **options)
        self.insert_directory(f"{root}/", prefix)
        self._prefix = prefix

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        if scope["type"] == "http" and path not in self.files and path.startswith(self._prefix):
            found = await asyncio.to_thread(self.find_file, path)
            if found:
                self.files[path] = found
        await super().__call__(scope, receive, send)


def current_files() -> set[str]:
    """The files with a digest that this version uses, relative to the folder of static files."""
    return set(getattr(staticfiles_storage, "hashed_files", {}).values())


def remove_unused(root: Path, current: Iterable[str], now: float | None = None) -> None:
    """Delete the files with a digest that have not been among `current` for `UNUSED_SECONDS`.

    When each of them was first found unused stands in the file `UNUSED`. `now` is in seconds since 1970.
    """
    now, used = time.time() if now is None else now, set(current)
    note = root / UNUSED
    known: dict[str, float] = json.loads(note.read_text()) if note.exists() else {}
    names = (str(path.relative_to(root)) for path in root.rglob("*") if _HAS_DIGEST.match(path.name))
    unused = {
        name: known.get(name, now)
        for name in names
        if name.removesuffix(".gz").removesuffix(".br") not in used
    }
    for name, since in list(unused.items()):
        if now - since > UNUSED_SECONDS:
            (root / name).unlink(missing_ok=True)
            del unused[name]
    note.write_text(json.dumps(unused))
