"""The file of a what-if compared with the lab's own consumer.py, line by line."""

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.safestring import SafeString

from lessons.highlight import highlighted_lines

NEAR = 1
"""Number of lines that are shown before and after a change."""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of the comparison. `change` is 'added', 'removed' or ''.

    `number` counts from 1 in the what-if's file; it is None for a line that only the lab's own file has.
    `is_near`: the line is changed or close to one that is. A narrow page shows these first.
    """

    number: int | None
    html: SafeString
    change: str = ""
    is_near: bool = False


@lru_cache(maxsize=256)
def diff(base: str, source: str) -> list[DiffLine]:
    """Every line of `source`, with the removed lines of `base` where they stood."""
    old, new = highlighted_lines(base), highlighted_lines(source)
    matcher = SequenceMatcher(None, base.splitlines(), source.splitlines(), autojunk=False)
    lines: list[DiffLine] = []
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        change = "" if kind == "equal" else "added"
        if kind in ("delete", "replace"):
            lines += [DiffLine(None, html, "removed") for html in old[start:end]]
        lines += [DiffLine(number + 1, new[number], change) for number in range(new_start, new_end)]
    changed = {place for place, line in enumerate(lines) if line.change}
    return [
        replace(line, is_near=not changed.isdisjoint(range(place - NEAR, place + NEAR + 1)))
        for place, line in enumerate(lines)
    ]
