"""The steps of a script as they were posted, in words: with what was typed into a step that is none yet."""

from collections.abc import Iterator
from typing import Any

from lessons.admin.script.actions import ACTIONS
from lessons.admin.script.keys import FIELDS
from lessons.admin.script.steps import posted_count


def written_steps(data: Any, name: str) -> Iterator[tuple[str, str]]:
    """Each step in `data`, in the order of the form: its place and its words, a line for each field."""
    for index in range(posted_count(data, name)):
        prefix = f"{name}-{index}"
        action = ACTIONS.get(data.get(f"{prefix}-action", ""))
        texts = [(known.label, data.get(f"{prefix}-{key}", "")) for key, known in FIELDS.items()]
        filled = [f"{label}: {text}" for label, text in texts if text.strip()]
        if action or filled:
            does = action.label if action else "No action chosen"
            client = data.get(f"{prefix}-client", "1")
            place = data.get(f"{prefix}-place", "") or index + 1
            yield f"{name}, step {place}", "\n".join([f"{does} (client {client})", *filled])
