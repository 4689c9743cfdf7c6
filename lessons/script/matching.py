"""Whether a message is the one that an await row asks for. Both players in Python use it."""

import json
from typing import Any

from lessons.script.language import ScriptRow


def wants_in_words(row: ScriptRow) -> str:
    """The message that the row awaits, as people read it; '' where any will do."""
    if row.text is not None:
        return f"{row.text!r}" if row.text else "an empty message"
    return f"JSON like {json.dumps(row.like, ensure_ascii=False)}" if row.like is not None else ""


def is_wanted(row: ScriptRow, message: str | bytes) -> bool:
    """Whether `message` is what an await row asks for."""
    if row.text is not None:
        return message == row.text
    if row.like is None:
        return True
    try:
        return _is_like(row.like, json.loads(message))
    except (ValueError, RecursionError):
        return False


def _is_like(wanted: Any, found: Any) -> bool:
    """Equal; an object may have more keys than those that are wanted."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(
            key in found and _is_like(value, found[key]) for key, value in wanted.items()
        )
    return type(wanted) is type(found) and bool(wanted == found)
