"""A what-if's file beside the base: its lines, with those of the base that it leaves out."""

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

from django.utils.safestring import SafeString

from lessons.highlight import highlighted_lines

NEAR = 1
"""Lines around a change that are shown with it."""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """`number` counts in the what-if's file; None for a line that only the base has.

    `is_near`: it is changed, or beside a line that is; a narrow page shows these first.
    """

    number: int | None
    html: SafeString
    change: str = ""
    is_near: bool = False


@cache
def diff(base: str, source: str) -> list[DiffLine]:
    """Every line of `source`, each marked 'added' where the base has none, and 'removed' ones between."""
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
