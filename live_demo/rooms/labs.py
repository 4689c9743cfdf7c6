"""Which labs are made for a room: their lab.toml says so."""

import tomllib
from functools import cache
from pathlib import Path

from live_demo import labs


@cache
def is_for_rooms(lab: str) -> bool:
    """Whether the folder of the lab has a lab.toml with `room = true`."""
    folders = (Path(folder) / lab / "lab.toml" for folder in labs.__path__)
    return any(path.is_file() and bool(tomllib.loads(path.read_text()).get("room")) for path in folders)
