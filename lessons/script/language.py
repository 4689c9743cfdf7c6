"""The rows of a script: which there are, the keys that each takes, and the order that makes sense."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from lessons.script.plain import refuse_odd
from lessons.script.renamed import refuse_old_keys

Do = Literal["connect", "send", "await", "close", "cut", "wait"]

KEYS: Mapping[Do, set[str]] = {
    "connect": {"path", "subprotocols", "headers", "refused"},
    "send": {"text", "hex", "size"},
    "await": {"messages", "close", "text", "like"},
    "close": {"code"},
    "cut": set(),
    "wait": {"ms"},
}
"""The rows, and the keys that each takes besides `do` and `client`."""
ONE_KEY: frozenset[Do] = frozenset({"send", "await"})
"""The rows that take at most one of their keys."""
_PATH = r"^([A-Za-z0-9._~?=&%-][A-Za-z0-9/._~?=&%-]*)?$"
Code = Annotated[int, Field(ge=1000, le=4999)]
"""A close code of the WebSocket protocol."""


_TOO_MANY = {
    "send": "a message is text, hex or size: say one of them",
    "await": "await messages, a text, JSON or a close: write two rows",
}


def _is_hex(text: str) -> str:
    if not re.fullmatch(r"(?:[0-9a-fA-F]{2})*", text):
        raise ValueError(f"'{text}' is not bytes: write two hexadecimal digits for each byte, such as 00ff")
    return text


class ScriptRow(BaseModel):
    """One thing that a client does. A row begins when the row before it is done.

    `client` says whose row it is: a number from 1 to 4, 1 if unsaid. Each client has one socket at a time.

    connect  Open a socket. `path` is what the lab's routes see, empty if unsaid. `subprotocols` is the list
             that the client offers. `headers` are more headers of the request; it comes from a page of this
             site unless they name another `Origin`. `refused` is the HTTP status that must refuse it; without
             it the server must accept. If client 1 does not begin with such a row, it connects first of all.
    send     Send one message: `text`, or the bytes that `hex` writes with two digits each, or `size` times
             the letter x. With none of the three it is the lesson's sample message, `hello` in a what-if.
    await    Wait until `messages` have come, 1 if unsaid. Each message counts once, in the order of arrival,
             also where it came before this row. With `close` wait until the server closes with this code.
             With `text` the next message must be this text. With `like` it must be JSON with this value; an
             object may have more keys.
    close    Close with `code`, 1000 if unsaid. A client that is still connected at the end closes by itself.
    cut      End the TCP connection without a close frame.
    wait     Do nothing for `ms` milliseconds, 60,000 at most, or until its connection is over. Give a server
             that ends the connection time: a busy one takes seconds.

    After close, cut, a refusal and an awaited close its client is gone, and may connect again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    do: Do
    client: Annotated[int, Field(ge=1, le=4)] = 1
    path: Annotated[str, Field(pattern=_PATH, max_length=80)] | None = None
    subprotocols: Annotated[list[str], Field(max_length=5), AfterValidator(refuse_odd)] | None = None
    headers: Annotated[dict[str, str], Field(max_length=5), AfterValidator(refuse_odd)] | None = None
    refused: Annotated[int, Field(ge=400, le=599)] | None = None
    text: Annotated[str, Field(max_length=2_000), AfterValidator(refuse_odd)] | None = None
    hex: Annotated[str, Field(max_length=2_000), AfterValidator(_is_hex)] | None = None
    size: Annotated[int, Field(ge=1, le=4_000_000)] | None = None
    messages: Annotated[int, Field(ge=1, le=500)] | None = None
    like: Annotated[dict[str, Any], AfterValidator(refuse_odd)] | None = None
    close: Code | None = None
    code: Code | None = None
    ms: Annotated[int, Field(ge=1, le=60_000)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _speaks_the_language_of_today(cls, data: Any) -> Any:
        return refuse_old_keys(data)

    @model_validator(mode="after")
    def _has_only_what_it_needs(self) -> Self:
        written = {name for name in self.model_fields_set if getattr(self, name) is not None}
        if odd := written - KEYS[self.do] - {"do", "client"}:
            takes = ", ".join(sorted(KEYS[self.do])) or "no key but client"
            raise ValueError(f"'{self.do}' takes no {min(odd)}; it takes {takes}")
        if self.do in ONE_KEY and len(written & KEYS[self.do]) > 1:
            raise ValueError(_TOO_MANY[self.do])
        if self.do == "wait" and self.ms is None:
            raise ValueError("'wait' needs ms, its milliseconds; 'await' awaits messages or a close")
        return self

    @property
    def origin(self) -> str:
        """The `Origin` that a connect row asks for; empty for a page of this site."""
        return (self.headers or {}).get("Origin", "")

    @property
    def message(self) -> str | bytes:
        """What a send row sends."""
        if self.hex is not None:
            return bytes.fromhex(self.hex)
        return "x" * self.size if self.size else self.text or ""

    @property
    def ends(self) -> bool:
        """Whether its client is gone afterwards."""
        return bool(self.do in ("close", "cut") or self.refused or self.close)

    def as_data(self) -> dict[str, Any]:
        """The row as an author writes it."""
        return self.model_dump(exclude_defaults=True)


def connects_itself(rows: Iterable[ScriptRow]) -> bool:
    """Whether the first thing that client 1 does is a connect row."""
    return next((row.do == "connect" for row in rows if row.client == 1 and row.do != "wait"), False)


def all_connecting(rows: Sequence[ScriptRow]) -> list[ScriptRow]:
    """`rows` with a row that connects client 1 first of all, where it does not do so itself."""
    return [*([] if connects_itself(rows) else [ScriptRow(do="connect")]), *rows]


def first_out_of_order(rows: Iterable[ScriptRow]) -> tuple[int, str] | None:
    """(index, reason) of the first row that its client cannot do at that point of the script."""
    rows = list(rows)
    connected: dict[int, bool] = {} if connects_itself(rows) else {1: True}
    for index, row in enumerate(rows):
        who = f"client {row.client}"
        if row.do == "connect" and connected.get(row.client):
            return index, f"{who} is connected already"
        if row.do not in ("connect", "wait") and row.client not in connected:
            return index, f"{who} is not connected yet"
        if row.do not in ("connect", "wait") and not connected[row.client]:
            return index, f"{who} is gone already"
        if row.do != "wait":
            connected[row.client] = not row.ends
    return None


def _in_order(rows: list[ScriptRow]) -> list[ScriptRow]:
    if found := first_out_of_order(rows):
        raise ValueError(f"row {found[0] + 1}: {found[1]}")
    return rows


MAX_ROWS = 80
Rows = Annotated[list[ScriptRow], Field(max_length=MAX_ROWS), AfterValidator(_in_order)]
"""A whole script."""
