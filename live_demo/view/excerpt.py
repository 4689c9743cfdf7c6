"""The part of a lab's file that the home page shows: how it accepts, and how it answers a message."""

import re
from collections.abc import Sequence

from live_demo.view.panes import CodeLine

_SHOWN = re.compile(r"class |    async def (connect|receive)\(")


def excerpt(code: Sequence[CodeLine], source: str) -> list[CodeLine]:
    """The lines of the first class's header, of its connect() and of its receive(), in their order."""
    lines = source.splitlines()
    shown: list[CodeLine] = []
    is_shown = False
    for line in code:
        text = lines[line.number - 1]
        if text and not text.startswith("        "):
            is_shown = bool(_SHOWN.match(text)) and not (shown and text.startswith("class "))
        if is_shown and text:
            shown.append(line)
    return shown
