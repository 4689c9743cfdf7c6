"""Read TOML in a time that grows with its length."""

import re
import tomllib
from typing import Any

MAX_PARTS = 20
"""Parts of a dotted key. tomllib takes quadratic time for them, and lessons have at most three."""
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_LONG_KEY = re.compile(rf"(?<![\w.-]){_PART}(?:\.[ \t]*+{_PART}){{{MAX_PARTS}}}")


def read_toml(text: str) -> dict[str, Any]:
    """The content of a TOML text. Raises `ValueError`, of which `tomllib.TOMLDecodeError` is one."""
    if found := _LONG_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ValueError(f"line {line}: a name of more than {MAX_PARTS} parts with dots between them")
    return tomllib.loads(text)
