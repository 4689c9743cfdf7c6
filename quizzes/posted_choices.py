"""The choices of a question as they were posted in the admin, before they are stored."""

from string import ascii_lowercase
from typing import Any

from lessons.admin.posted import count_in
from quizzes.kinds.answer_key import KeyChoice


def choices_in(form: Any) -> list[KeyChoice]:
    """The choices that the posted data has for the question of `form`."""
    prefix, data = f"{form.prefix}-choices", form.data
    total = min(count_in(data, f"{prefix}-TOTAL_FORMS"), len(ascii_lowercase))
    rows = [row for row in range(total) if f"{prefix}-{row}-DELETE" not in data]
    names = ("text", "is_right", "feedback", "missed", "percent", "match")
    return [
        key_choice(number, {name: data.get(f"{prefix}-{row}-{name}") for name in names})
        for number, row in enumerate(rows)
    ]


def key_choice(number: int, row: dict[str, Any]) -> KeyChoice:
    """The choice in row `number`, counted from 0."""
    text, feedback, missed = (row.get(name) or "" for name in ("text", "feedback", "missed"))
    return KeyChoice(
        key=ascii_lowercase[number],
        is_right=bool(row.get("is_right")),
        feedback=feedback,
        text=text,
        missed=missed,
        percent=_percent(row.get("percent")),
        match=row.get("match") or "",
    )


def _percent(written: object) -> float | None:
    """The credit that was posted. None where there is none, or no number: the field tells that."""
    try:
        return float(str(written)) if written not in (None, "") else None
    except ValueError:
        return None
