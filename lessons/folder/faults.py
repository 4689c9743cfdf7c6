"""Faults of a lesson folder: file, line, key, and the reason in the author's words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pydantic import ValidationError
from pydantic_core import ErrorDetails

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


def findings_in(error: ValidationError) -> list[Finding]:
    """The errors of pydantic as findings."""
    return [(tuple(each["loc"]), _words(each)) for each in error.errors()]


def _words(error: ErrorDetails) -> str:
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
    rows: dict[Key, int] = {}
    table: Key = ()
    quote = ""
    array: Key = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if quote:  # a line inside a multi-line string has no key
            quote = "" if quote in line else quote
        elif array and re.match(r"\s*\{", line):  # a row of an array that is written on several lines
            rows[array] = rows.get(array, -1) + 1
            lines[(*array, rows[array])] = number
        elif header := re.match(r"\s*(\[\[?)\s*([\w.-]+)\s*\]", line):
            *outer, name = header[2].split(".", MAX_PARTS)
            table = ()
            for part in outer:
                table = (*table, part)
                table = (*table, rows[table]) if table in rows else table
            table = (*table, name)
            if header[1] == "[[":
                rows[table] = rows.get(table, -1) + 1
                table = (*table, rows[table])
            lines.setdefault(table, number)
        elif assignment := re.match(r"\s*([\w-]+)\s*=\s*(.*)", line):
            lines.setdefault((*table, assignment[1]), number)
            array = (*table, assignment[1]) if assignment[2].rstrip() == "[" else ()
            start = assignment[2][:3]
            quote = start if start in {'"""', "'''"} and assignment[2].count(start) == 1 else ""
    return lines
