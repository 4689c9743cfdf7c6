"""Whether the static files that were collected are those of this version of the code."""

from pathlib import Path

from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.files import File

from tutorial.script_bundles import bundle_of, bundled
from tutorial.script_imports import SOURCE

_NOT_AS_WRITTEN = {".css"}
"""Collecting rewrites the addresses in these, and bundles them: their digest is not that of the source."""


class OtherVersionError(Exception):
    """Static files are missing, or are those of another version of the code."""


def check_static_files() -> None:
    """Raise `OtherVersionError` unless scripts, their bundles and pictures of this code are collected.

    In debug mode nothing is collected, and nothing is checked.
    """
    storage = staticfiles_storage
    if isinstance(storage, ManifestFilesMixin):
        hashed, _ = storage.load_manifest()  # read anew: the files may have been collected meanwhile
        for path in _sources():
            name = path.relative_to(SOURCE).as_posix()
            if hashed.get(name) != _hashed_name(storage, name, path):
                raise OtherVersionError(name)
        for names in bundled():
            if bundle_of(names) not in hashed:  # made of scripts that are those of this code
                raise OtherVersionError(bundle_of(names))


def _sources() -> list[Path]:
    files = (path for path in SOURCE.rglob("*") if path.is_file())
    return sorted(path for path in files if path.suffix not in _NOT_AS_WRITTEN)


def _hashed_name(storage: ManifestFilesMixin, name: str, path: Path) -> str:
    with path.open("rb") as file:
        digest = storage.file_hash(name, File(file))
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{digest}{dot}{suffix}"
