"""A script as a TOML text, as lesson.toml and the admin's form have it."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import tomli_w
from pydantic import BaseModel, ConfigDict

from lessons.script.language import Rows, ScriptRow


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    script: Rows = []


def read_script(text: str) -> list[ScriptRow]:
    """The rows that a TOML text writes as [[script]]. Raises `ValueError`, of which pydantic's is one."""
    return _File.model_validate(tomllib.loads(text)).script


def write_script(rows: Sequence[Mapping[str, Any]]) -> str:
    """The TOML text of rows as data; what `read_script` reads."""
    return tomli_w.dumps({"script": list(rows)}) if rows else ""
