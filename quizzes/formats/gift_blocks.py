"""A GIFT file cut into its questions: blank lines part them, comments and categories stand between."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from quizzes.formats import aside
from quizzes.formats.gift_escapes import hide

OWN = "// handshake: "
"""How the comment begins that holds what GIFT has no place for."""
_LONGEST_COMMENT = 2000
_NAMED = re.compile(r"\[(id|tag):((?:\\\]|[^\]])*)\]")


@dataclass
class Block:
    """One question as it stands, escapes hidden, and what the comments before it name."""

    text: str = ""
    lines: list[int] = field(default_factory=list)
    key: str = ""
    tags: list[str] = field(default_factory=list)
    own: dict[str, Any] = field(default_factory=dict)

    def line_at(self, place: int) -> int:
        """The line of the file that holds the character at `place` of the text."""
        return self.lines[self.text.count("\n", 0, place)]

    @property
    def is_category(self) -> bool:
        return self.text.startswith("$CATEGORY:")


def blocks_in(text: str) -> Iterator[Block]:
    """Every question and every category of a file."""
    block = Block()
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        stripped = line.strip()
        if stripped.startswith("//"):
            _read_comment(block, stripped)
        elif not stripped:
            if block.text:
                yield block
                block = Block()
        elif stripped.startswith("$CATEGORY:") and not block.text:
            yield Block(hide(stripped), [number])
        else:
            block.text += ("\n" if block.text else "") + hide(stripped)
            block.lines.append(number)


def _read_comment(block: Block, comment: str) -> None:
    if comment.startswith(OWN):
        block.own = aside.load(comment.removeprefix(OWN))
        return
    for name, value in _NAMED.findall(comment[:_LONGEST_COMMENT]):
        value = value.replace(r"\]", "]").strip()
        if name == "id":
            block.key = value
        else:
            block.tags.append(value)
