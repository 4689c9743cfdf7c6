"""Read one file of a lesson folder: its text, or its TOML or JSON as a model. Faults are collected."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from lessons.folder.faults import Fault, findings_in, toml_faults
from lessons.folder.toml import read_toml
from lessons.folder.tree import Folder
from lessons.plugin import Content, LessonContext

MAX_FILE_BYTES = 512 * 1024
"""Largest file of a lesson. The longest of the shipped lessons has 20 KB, a recorded run at most 256 KB."""
TOO_LARGE = f"larger than {MAX_FILE_BYTES // 1024} KB"
_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")


def read_file[C: Content](
    folder: Folder,
    name: str,
    schema: type[C],
    faults: list[Fault],
    context: LessonContext | None = None,
) -> C | None:
    """The content of a TOML or JSON file. What is wrong with it is added to `faults`; it is then None."""
    file = folder.path / name
    text = read_text(folder, name, faults)
    if not text:
        return None
    try:
        data = json.loads(text) if file.suffix == ".json" else read_toml(text)
        if not all(map(_is_text, _strings_in(data))):
            raise ValueError("it has an escape that is not a character")
        return schema.model_validate(data, context=context)
    except json.JSONDecodeError as error:
        faults.append(Fault(file, error.lineno, "", f"not JSON: {error.msg}"))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        faults.append(Fault(file, int(line[1]) if line else None, "", f"not TOML: {error}"))
    except ValidationError as error:
        faults += toml_faults(file, text, findings_in(error))
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, a thousand brackets
        faults.append(Fault(file, None, "", f"cannot be read: {error}"))
    return None


def _strings_in(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for each in [*data.keys(), *data.values()] if isinstance(data, dict) else data:
            yield from _strings_in(each)


def _is_text(text: str) -> bool:
    """Whether every database can store it: PostgreSQL takes neither NUL nor half of a surrogate pair."""
    return not _NO_TEXT.search(text)


def raw_toml(toml: bytes) -> Any:
    """A TOML file as plain data; empty if it cannot be read, which `read_file` reports.

    Without it the places of the lesson are not known, and pointers to them are not checked.
    """
    if len(toml) > MAX_FILE_BYTES:
        return {}
    try:
        return read_toml(_decoded(toml))
    except (ValueError, RecursionError):
        return {}


def read_text(folder: Folder, name: str, faults: list[Fault]) -> str:
    """The text of a file, ending in one newline. A fault is added to `faults`; it is then empty."""
    file, content = folder.path / name, folder.files.get(name)
    if content is None or len(content) > MAX_FILE_BYTES:
        faults.append(Fault(file, None, "", "missing file" if content is None else TOO_LARGE))
        return ""
    try:
        text = _decoded(content)
    except UnicodeDecodeError as error:
        faults.append(Fault(file, None, "", f"not UTF-8: byte {error.start} is not text"))
        return ""
    if text.strip() and _is_text(text):
        return text.rstrip() + "\n"  # leading blank lines stay: faults name lines
    faults.append(
        Fault(
            file, None, "", ("has a NUL character, which text cannot have") if text.strip() else "empty file"
        )
    )
    return ""


def _decoded(content: bytes) -> str:
    """UTF-8 with each line end as one newline. Raises `UnicodeDecodeError`."""
    return content.decode().replace("\r\n", "\n").replace("\r", "\n")
