"""The keys of a script's row as fields of a form: how each is labelled, shown as text, and read from it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class KeyField:
    """`show` makes the text of a value; `read` the value of a text. `read` raises `ValueError`.

    `kind` is 'line', 'number' or 'lines'. An empty text is no value, unless the key `may_be_empty`.
    """

    label: str
    kind: str = "line"
    show: Callable[[Any], str] = str
    read: Callable[[str], Any] = str
    may_be_empty: bool = False


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _headers(text: str) -> dict[str, str]:
    rows = [line.partition(":") for line in text.splitlines() if line.strip()]
    if wrong := [name for name, colon, _ in rows if not colon]:
        raise ValueError(f"'{wrong[0]}' is no header: write a name, a colon and a value")
    return {name.strip(): value.strip() for name, _, value in rows}


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f'this is not JSON: write it as in {{"kind": "reply"}} ({error})') from error


FIELDS = {
    "path": KeyField("Path, as the lab's routes see it"),
    "subprotocols": KeyField("Subprotocols, with commas between", show=", ".join, read=_names),
    "headers": KeyField(
        "Headers, one a line, such as Origin: https://elsewhere.example",
        "lines",
        show=lambda value: "\n".join(f"{name}: {text}" for name, text in value.items()),
        read=_headers,
    ),
    "refused": KeyField("HTTP status that must refuse it; empty: it must be accepted", "number"),
    "text": KeyField("Text", "lines", read=lambda text: text.replace("\r\n", "\n"), may_be_empty=True),
    "hex": KeyField("Bytes, two digits each, such as 00ff"),
    "size": KeyField("How many letters", "number"),
    "messages": KeyField("How many messages", "number"),
    "like": KeyField("JSON; an object may have more keys", "lines", show=_as_json, read=_json),
    "close": KeyField("Code with which it must close", "number"),
    "code": KeyField("Code; empty: 1000", "number"),
    "ms": KeyField("Milliseconds", "number"),
}
"""{key: its field}, in the order in which a form has them."""
