"""A script in full: every connect and every close is a row. What pages and players take from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from lessons.script.language import ScriptRow, connects_itself
from lessons.script.words import acts, in_words


@dataclass(frozen=True, slots=True)
class BrowserSide:
    """All that the browser's side of a run does."""

    rows: Sequence[ScriptRow]

    @classmethod
    def of(cls, rows: Sequence[ScriptRow], message: str) -> Self:
        """`rows` in full, or the usual run: connect, send `message`, await a message, close with 1000."""
        rows = list(rows) or [ScriptRow(do="send"), ScriptRow(do="await")]
        if not connects_itself(rows):
            rows.insert(0, ScriptRow(do="connect"))
        rows = [_with_text(row, message) for row in rows]
        return cls(rows + [ScriptRow(do="close", client=client) for client in _still_connected(rows)])

    def as_data(self) -> list[dict[str, Any]]:
        """The rows as JSON can hold them."""
        return [row.as_data() for row in self.rows]

    @property
    def opening(self) -> ScriptRow:
        """How the first client connects."""
        return next(row for row in self.rows if row.do == "connect" and row.client == 1)

    @property
    def comes_back(self) -> bool:
        """Whether the first client connects again in the same run."""
        return sum(row.do == "connect" and row.client == 1 for row in self.rows) > 1

    @property
    def cuts(self) -> bool:
        """Whether a connection ends without a close frame."""
        return any(row.do == "cut" for row in self.rows)

    @property
    def paths(self) -> list[str]:
        """The paths that it connects to, each once; empty where it names none."""
        return list(dict.fromkeys(row.path for row in self.rows if row.path))

    @property
    def messages(self) -> list[str]:
        """The texts that it sends, each once."""
        return list(dict.fromkeys(row.text for row in self.rows if row.text))

    @property
    def together(self) -> list[str]:
        """The texts that the first client sends without awaiting a message between; none where it awaits."""
        texts: list[str] = []
        for row in [row for row in self.rows if row.client == 1]:
            if row.do == "send" and row.text is not None:
                texts.append(row.text)
            elif len(texts) > 1:
                return texts
            else:
                texts = []
        return texts if len(texts) > 1 else []

    @property
    def message_of_others(self) -> str:
        """A text for a second browser, other than what the first one sends first where that can be."""
        first, *more = self.messages or ["hello"]
        others = [row.text for row in self.rows if row.client > 1 and row.text]
        return next((text for text in (*others, *more, "hi") if text != first), first)

    @property
    def has_others(self) -> bool:
        """Whether there are sockets beside the first."""
        return any(row.client > 1 for row in self.rows)

    @property
    def waits_for_others(self) -> bool:
        """Whether the first client awaits a message that another one has sent last."""
        sender = 1
        for row in self.rows:
            if row.do == "send":
                sender = row.client
            elif (row.do, row.client, row.close) == ("await", 1, None) and sender != 1:
                return True
        return False

    @property
    def sends_binary(self) -> bool:
        return any(row.hex is not None for row in self.rows)

    @property
    def by_hand(self) -> str:
        """The same for the first socket, the one that a learner opens."""
        return in_words([row for row in self.rows if row.client == 1])

    @property
    def in_words(self) -> str:
        """What it does, as Markdown."""
        return in_words(self.rows)

    @property
    def acts(self) -> list[str]:
        """The same, act by act."""
        return acts(self.rows)


def _with_text(row: ScriptRow, message: str) -> ScriptRow:
    says_nothing = row.do == "send" and row.text is None and row.hex is None and row.size is None
    return row.model_copy(update={"text": message}) if says_nothing else row


def _still_connected(rows: Sequence[ScriptRow]) -> list[int]:
    """The clients that no row ends after their last connect row, in the order of their numbers."""
    ended = {row.client: row.ends for row in rows if row.do == "connect" or row.ends}
    return sorted(client for client, is_gone in ended.items() if not is_gone)
