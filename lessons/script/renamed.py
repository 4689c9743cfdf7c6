"""Keys that scripts had in earlier versions: a fault names what is written in their place."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

_OLD_ROWS = {
    "send_binary": "'send_binary' is now do = \"send\" with hex",
    "drop": "'drop' is now called 'cut'",
}
_OLD_KEYS = {
    "replies": "'replies' is now a row of its own after this one: do = \"await\", messages = …",
    "awaits": "'awaits' is now a row of its own after this one: do = \"await\", messages = …",
    "wait": "'wait' is now a row of its own before this one: do = \"wait\", ms = …",
    "cut": "'cut = true' is now do = \"cut\"",
    "connect": "'connect = true' is now do = \"connect\"",
}
_WITHOUT_DO = {
    "text": "'text' now belongs to do = \"send\"",
    "hex": "'hex' now belongs to do = \"send\"",
    "size": "'size' now belongs to do = \"send\"",
    "close": "'close' is now do = \"close\" with code",
}


def refuse_old_keys(row: Any) -> Any:
    """`row` as it is. Raises `ValidationError` at each key that a script's rows had once."""
    if not isinstance(row, Mapping):
        return row
    old = {key: reason for key, reason in _OLD_KEYS.items() if key in row}
    if "do" not in row:
        old |= {key: reason for key, reason in _WITHOUT_DO.items() if key in row}
    elif isinstance(row["do"], str) and row["do"] in _OLD_ROWS:
        old["do"] = _OLD_ROWS[row["do"]]
    elif row["do"] == "wait" and "ms" not in row and "code" in row:
        old["code"] = 'a close is now awaited with do = "await", close = …'
    return refuse(row, old)


def refuse(data: Mapping[str, Any], old: Mapping[str, str]) -> Any:
    """`data` as it is, where `old` is empty. Else raises `ValidationError`, a reason at each of its keys."""
    if old:
        errors = [
            InitErrorDetails(
                type=PydanticCustomError("renamed", "{why}", {"why": why}), loc=(key,), input=data
            )
            for key, why in old.items()
        ]
        raise ValidationError.from_exception_data("script", errors)
    return data
