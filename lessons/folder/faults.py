"""Faults of a lesson folder: file, line, key, and the reason in the author's words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from lessons.folder.toml import MAX_PARTS
from lessons.plugin import Finding, Key


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of one file. `line` counts from 1; None if the fault has no line, such as a missing file."""

    file: PurePath
    line: int | None
    key: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{where}: {self.key}: {self.reason}" if self.key else f"{where}: {self.reason}"


class FolderError(Exception):
    """A folder that cannot be loaded, with every fault at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)


def toml_faults(file: PurePath, text: str, findings: Iterable[Finding]) -> list[Fault]:
    """The findings as faults of the TOML file `file` that holds `text`."""
    lines = _lines_of(text)
    return [Fault(file, _nearest(lines, key), dotted(key), reason) for key, reason in findings]


def worded(*, in_file: str, at_desk: str) -> PydanticCustomError:
    """An error of a validator that tells the author of a file other words than the desk."""
    return PydanticCustomError("worded", "{in_file}", {"in_file": in_file, "at_desk": at_desk})


def findings_in(error: ValidationError, *, at_desk: bool = False) -> list[Finding]:
    """The errors of pydantic as findings, in the words for a file or those `at_desk`."""
    return [(tuple(each["loc"]), _words(each, at_desk=at_desk)) for each in error.errors()]


def _words(error: ErrorDetails, *, at_desk: bool) -> str:
    if at_desk and error["type"] == "worded":
        return str(error["ctx"]["at_desk"])
    known = {"missing": "missing", "extra_forbidden": "unknown key", "string_too_short": "empty"}
    if error["type"] == "too_short":
        least = error["ctx"]["min_length"]
        return "write one" if least == 1 else f"write {least} or more"
    message = error["msg"].removeprefix("Value error, ")
    return known.get(error["type"]) or message[0].lower() + message[1:]


def dotted(key: Key) -> str:
    """('steps', 2, 'result') as 'steps[3].result': rows count from 1, as in lessons."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in key).lstrip(".")


def _nearest(lines: dict[Key, int], key: Key) -> int | None:
    """The line of `key`, or of the innermost table around it that is in the file."""
    while key and key not in lines:
        key = key[:-1]
    return lines.get(key)


def _lines_of(text: str) -> dict[Key, int]:
    """{key: line} of the tables, keys and rows in a TOML text. tomllib does not give lines."""
    lines: dict[Key, int] = {}
    last_rows: dict[Key, int] = {}
    table: Key = ()
    array: Key = ()  # that is written on several lines, and is open
    quote = ""  # that ends the multi-line string that is open
    for number, line in enumerate(text.splitlines(), start=1):
        if quote:  # a line inside a multi-line string has no key
            quote = "" if quote in line else quote
        elif array and re.match(r"\s*\{", line):
            lines[_next_row(array, last_rows)] = number
        elif header := re.match(r"\s*(\[\[?)\s*([\w.-]+)\s*\]", line):
            table = _key_of_header(header[2], last_rows)
            if header[1] == "[[":
                table = _next_row(table, last_rows)
            lines.setdefault(table, number)
        elif assignment := re.match(r"\s*([\w-]+)\s*=\s*(.*)", line):
            key, value = (*table, assignment[1]), assignment[2]
            lines.setdefault(key, number)
            array = key if value.rstrip() == "[" else ()
            start = value[:3]
            quote = start if start in {'"""', "'''"} and value.count(start) == 1 else ""
    return lines


def _key_of_header(name: str, last_rows: dict[Key, int]) -> Key:
    """The key of [name]. A part that names an array of tables means its last row so far.

    The name is split `MAX_PARTS` times only: `read_toml` refuses a longer one, as it takes quadratic time.
    """
    *outer, last = name.split(".", MAX_PARTS)
    key: Key = ()
    for part in outer:
        key = (*key, part)
        key = (*key, last_rows[key]) if key in last_rows else key
    return (*key, last)


def _next_row(array: Key, last_rows: dict[Key, int]) -> Key:
    """The key of another row of the array, which is then its last."""
    last_rows[array] = last_rows.get(array, -1) + 1
    return (*array, last_rows[array])
