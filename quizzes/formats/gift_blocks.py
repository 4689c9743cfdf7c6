"""Cut a GIFT file into its questions, which blank lines separate, and read the comments between them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any

from quizzes.formats import extras
from quizzes.formats.gift_escapes import hide

EXTRAS_PREFIX = "// handshake: "
"""The beginning of the comment that holds a question's extras."""
CATEGORY = "$CATEGORY:"
_MAX_COMMENT = 2000  # characters of a comment in which names are looked for
_NAMED = re.compile(r"\[(id|tag):((?:\\\]|[^\]])*)\]")


@dataclass
class Block:
    """The text of one question with hidden escapes, and what the comments before it say.

    `rows` are its lines, `lines` their numbers in the file, `extras` what Handshake wrote beside it.
    """

    rows: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    key: str = ""
    tags: list[str] = field(default_factory=list)
    extras: dict[str, Any] = field(default_factory=dict)

    def line_at(self, place: int) -> int:
        """The line number, in the file, of the character at index `place` of the text."""
        return self.lines[bisect_right(self._starts, place) - 1]

    @cached_property
    def text(self) -> str:
        """Read it when all rows are there."""
        return "\n".join(self.rows)

    @cached_property
    def _starts(self) -> list[int]:
        """The index in the text at which each row begins."""
        return list(accumulate((len(row) + 1 for row in self.rows[:-1]), initial=0))

    @property
    def is_category(self) -> bool:
        return self.text.startswith(CATEGORY)


def blocks_in(text: str) -> Iterator[Block]:
    """The questions and categories of a file, in their order."""
    block = Block()
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        stripped = line.strip()
        if stripped.startswith("//"):
            _read_comment(block, stripped)
        elif not stripped:
            if block.rows:
                yield block
                block = Block()
        elif stripped.startswith(CATEGORY) and not block.rows:
            yield Block([hide(stripped)], [number])
        else:
            block.rows.append(hide(stripped))
            block.lines.append(number)


def _read_comment(block: Block, comment: str) -> None:
    if comment.startswith(EXTRAS_PREFIX):
        block.extras = extras.load(comment.removeprefix(EXTRAS_PREFIX))
        return
    for name, value in _NAMED.findall(comment[:_MAX_COMMENT]):
        value = value.replace(r"\]", "]").strip()
        if name == "id":
            block.key = value
        else:
            block.tags.append(value)
