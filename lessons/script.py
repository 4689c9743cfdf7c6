"""The script of a lesson's recorded run: what the browser's side does, row by row. Pure."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

import tomli_w
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Do = Literal["connect", "send", "send_binary", "wait", "close", "drop"]

_KEYS: Mapping[Do, set[str]] = {
    "connect": {"path", "subprotocols", "headers", "refused"},
    "send": {"text", "replies"},
    "send_binary": {"hex", "replies"},
    "wait": {"replies", "code"},
    "close": {"code"},
    "drop": set(),
}
_PATH = r"^([A-Za-z0-9._~?=&%-][A-Za-z0-9/._~?=&%-]*)?$"


def _is_hex(text: str) -> str:
    if not re.fullmatch(r"(?:[0-9a-fA-F]{2})*", text):
        raise ValueError(f"'{text}' are no bytes: write two hexadecimal digits for each, such as 00ff")
    return text


class ScriptRow(BaseModel):
    """One thing that a client does. `client` counts the sockets; only what the first does is kept as a trace.

    connect      open a socket at `path`, which the lab's routes see; `refused` is the HTTP status that must
                 refuse it. It comes from a page of this site, unless `headers` has another `Origin`. The
                 first client needs no such row.
    send         send `text` (none: the lesson's sample message), then await `replies` messages, one if unsaid
    send_binary  the same with the bytes of `hex`; no reply is awaited if unsaid
    wait         await `replies` messages, one if unsaid; with `code` the server's close instead
    close        close with `code`, 1000 if unsaid. What is still open at the end is closed so.
    drop         end the TCP connection without a close frame
    """

    model_config = ConfigDict(extra="forbid")

    do: Do
    text: Annotated[str, Field(max_length=2_000)] | None = None
    hex: Annotated[str, Field(max_length=2_000), AfterValidator(_is_hex)] | None = None
    replies: Annotated[int, Field(ge=0, le=20)] | None = None
    client: Annotated[int, Field(ge=1, le=4)] = 1
    code: Annotated[int, Field(ge=1000, le=4999)] | None = None
    path: Annotated[str, Field(pattern=_PATH, max_length=80)] | None = None
    subprotocols: Annotated[list[str], Field(max_length=5)] | None = None
    headers: Annotated[dict[str, str], Field(max_length=5)] | None = None
    refused: Annotated[int, Field(ge=400, le=599)] | None = None

    @model_validator(mode="after")
    def _has_only_what_it_needs(self) -> Self:
        written = {name for name in self.model_fields_set if getattr(self, name) is not None}
        if odd := written - _KEYS[self.do] - {"do", "client"}:
            raise ValueError(f"'{self.do}' takes no {min(odd)}")
        if self.do == "wait" and self.code and self.replies:
            raise ValueError("wait for replies or for a close: write two rows")
        return self

    @property
    def awaits(self) -> int:
        """How many messages are awaited after it."""
        unsaid = int(self.do == "send" or (self.do == "wait" and not self.code))
        return unsaid if self.replies is None else self.replies

    @property
    def ends(self) -> bool:
        """Whether its client is gone afterwards."""
        return bool(self.do in ("close", "drop") or self.refused or (self.do == "wait" and self.code))

    def as_data(self) -> dict[str, Any]:
        """The row as an author writes it."""
        return self.model_dump(exclude_defaults=True)


def _in_order(rows: list[ScriptRow]) -> list[ScriptRow]:
    """Rows whose client is open when they come: the first is from the start, unless a row connects it."""
    opened = set() if _connects_itself(rows) else {1}
    ended: set[int] = set()
    for number, row in enumerate(rows, start=1):
        if row.do == "connect":
            if row.client in opened:
                raise ValueError(f"row {number} connects client {row.client}, which was connected before")
            opened.add(row.client)
        elif row.client not in opened:
            raise ValueError(f"row {number}: client {row.client} is not connected yet")
        elif row.client in ended:
            raise ValueError(f"row {number}: client {row.client} is closed already")
        if row.ends:
            ended.add(row.client)
    return rows


def _connects_itself(rows: Sequence[ScriptRow]) -> bool:
    return any((row.do, row.client) == ("connect", 1) for row in rows)


Rows = Annotated[list[ScriptRow], Field(max_length=40), AfterValidator(_in_order)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    script: Rows = []


def read_script(text: str) -> list[ScriptRow]:
    """The rows that a TOML text writes as [[script]]. Raises `ValueError`, of which pydantic's is one."""
    return _File.model_validate(tomllib.loads(text)).script


def write_script(rows: Sequence[Mapping[str, Any]]) -> str:
    """The TOML text of rows as data; what `read_script` reads."""
    return tomli_w.dumps({"script": list(rows)}) if rows else ""


@dataclass(frozen=True, slots=True)
class BrowserSide:
    """All that the browser's side of a lesson's run does: every connect and every close is a row."""

    rows: Sequence[ScriptRow]

    @classmethod
    def of(cls, rows: Sequence[ScriptRow], message: str) -> Self:
        """`rows` in full, or the usual run: connect, send `message`, await the reply, close with 1000."""
        rows = list(rows) or [ScriptRow(do="send")]
        if not _connects_itself(rows):
            rows.insert(0, ScriptRow(do="connect"))
        rows = [_with_text(row, message) for row in rows]
        still_open = {row.client for row in rows} - {row.client for row in rows if row.ends}
        return cls(rows + [ScriptRow(do="close", client=client) for client in sorted(still_open)])

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
            if row.do != "send":
                texts = []
                continue
            texts.append(row.text or "")
            if row.awaits:
                if len(texts) > 1:
                    return texts
                texts = []
        return texts if len(texts) > 1 else []

    @property
    def has_others(self) -> bool:
        """Whether there are sockets beside the first."""
        return any(row.client > 1 for row in self.rows)

    @property
    def sends_binary(self) -> bool:
        return any(row.do == "send_binary" for row in self.rows)

    @property
    def by_hand(self) -> str:
        """The same for the first socket, the one that a learner opens."""
        return BrowserSide([row for row in self.rows if row.client == 1]).in_words

    @property
    def in_words(self) -> str:
        """What it does, as Markdown: 'opens a socket, sends `hello` and awaits a message, and then …'"""
        several = self.has_others
        *pieces, last = [
            (f"socket {row.client} " if several else "") + _in_words(row, several) for row in self.rows
        ]
        return f"{', '.join(pieces)}, and then {last}" if pieces else last


def _with_text(row: ScriptRow, message: str) -> ScriptRow:
    return row.model_copy(update={"text": message}) if row.do == "send" and row.text is None else row


def _in_words(row: ScriptRow, several: bool) -> str:
    match row.do:
        case "connect":
            where = f" at `{row.path}`" if row.path else ""
            where += "".join(f" with `{name}: {value}`" for name, value in (row.headers or {}).items())
            if row.refused:
                return f"{'asks' if several else 'asks for a socket'}{where} and gets HTTP {row.refused}"
            return f"{'opens' if several else 'opens a socket'}{where}"
        case "send" | "send_binary":
            sent = f"sends `{row.text}`" if row.do == "send" else f"sends the bytes `{row.hex}`"
            return sent + (f" and awaits {_messages(row.awaits)}" if row.awaits else "")
        case "wait":
            return "waits until the server closes" if row.code else f"awaits {_messages(row.awaits)}"
        case "close":
            return f"closes with {row.code or 1000}"
        case "drop":
            return "vanishes without a close frame"


def _messages(count: int) -> str:
    return "a message" if count == 1 else f"{count} messages"
