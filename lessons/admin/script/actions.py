"""What a step of a script can be, as an instructor chooses it, and the fields that it then has.

Both follow from `lessons.script.language`: of a row that takes one of its keys, each key is an action.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lessons.script.language import KEYS, ONE_KEY, Do


@dataclass(frozen=True, slots=True)
class Action:
    """`name` is what a form posts. `keys` are those of the row that it has fields for."""

    do: Do
    keys: tuple[str, ...]
    name: str

    @property
    def label(self) -> str:
        return _LABELS[self.name]

    @property
    def needs_its_key(self) -> bool:
        """Whether its field must not be empty. Without its text, 'Send a text' would be another action."""
        return self.name != self.do


_LABELS = {
    "connect": "Connect",
    "send": "Send the message of the recorded run",
    "send-text": "Send a text",
    "send-hex": "Send bytes",
    "send-size": "Send many letters",
    "await": "Await a message",
    "await-messages": "Await several messages",
    "await-text": "Await this text",
    "await-like": "Await JSON",
    "await-close": "Await that the server closes",
    "close": "Close",
    "cut": "Cut the connection",
    "wait": "Wait",
}
_ORDER = ("path", "subprotocols", "headers", "refused", "text", "hex", "size", "messages", "like", "close")


def _actions() -> Iterator[Action]:
    for do, keys in KEYS.items():
        if do not in ONE_KEY:
            yield Action(do, tuple(sorted(keys, key=(*_ORDER, "code", "ms").index)), do)
            continue
        yield Action(do, (), do)
        for key in sorted(keys - {"messages"}, key=_ORDER.index):
            yield Action(do, (key,), f"{do}-{key}")
        if "messages" in keys:
            yield Action(do, ("messages",), f"{do}-messages")


ACTIONS: Mapping[str, Action] = {action.name: action for action in _actions()}


def action_of(row: Mapping[str, Any]) -> Action:
    """The action of a row as data."""
    key = next((key for key in row if key in KEYS[row["do"]]), "") if row["do"] in ONE_KEY else ""
    return ACTIONS[f"{row['do']}-{key}" if key else row["do"]]
