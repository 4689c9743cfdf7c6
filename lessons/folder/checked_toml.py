"""Reads a TOML file of this site as a pydantic model. A fault names its file, line and key."""

import re
import tomllib
from pathlib import Path
from typing import NoReturn

from pydantic import BaseModel, ValidationError

from lessons.folder.faults import Fault, FolderError, findings_in, toml_faults
from lessons.plugin import Key


def read_checked[M: BaseModel](file: Path, model: type[M]) -> M:
    """The content of `file`, validated as `model`. Raises `FolderError` with every fault."""
    text = file.read_text(encoding="utf-8")
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise FolderError([Fault(file, int(line[1]) if line else None, "", f"not TOML: {error}")]) from None
    except ValidationError as error:
        raise FolderError(toml_faults(file, text, findings_in(error))) from error


def raise_fault(file: Path, key: Key, reason: str) -> NoReturn:
    """Raise `FolderError` with one fault at `key` of `file`."""
    raise FolderError(toml_faults(file, file.read_text(encoding="utf-8"), [(key, reason)]))
