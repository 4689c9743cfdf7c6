"""A file that is there complete, or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_file(path: Path) -> Iterator[Path]:
    """Gives the path of an empty file beside `path`, readable by its owner only.

    At the end it is written to the disk and takes the name `path`. After an exception it is removed, and
    what stood at `path` before still does. Raises `OSError`.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(descriptor)
    made = Path(name)
    try:
        yield made
        _sync(made)
        made.replace(path)
        _sync(path.parent)  # the new name is on the disk, too
    finally:
        for left in path.parent.glob(f"{made.name}*"):  # an engine's own temporary files carry its name
            left.unlink()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
