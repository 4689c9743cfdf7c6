"""Words for a verdict: which client sent a text, and which drawn value is in it. Pure."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lessons.script.language import ScriptRow

type Values = Mapping[str, str | int]
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_LIKE = "JSON like "
_QUOTED = re.compile(rf"""(text |{_LIKE}|)(['"]?)(.*)\2""", re.DOTALL)
_TEXT_IN_TEXT = r"(?<![0-9a-z]){}(?![0-9a-z])"


@dataclass(slots=True)
class Origins:
    """Names the texts of a script with the values `drawn`: a message by its sender, a value by its place.

    Only what has a drawn value in it is named: any other text says by itself what it is. `at` is the index of
    the row that is played: of several messages with the same text the one before it counts.
    """

    rows: Sequence[ScriptRow] = ()
    drawn: Values = field(default_factory=dict)
    at: int = 1_000

    def of_message(self, text: str, to: int) -> str:
        """The message `text` in words for client `to`: 'its own message', 'client 2's first message'.

        It is '' where no client has sent a message that has a drawn value and is this text.
        """
        if not self._has_drawn(text):
            return ""
        sent = [(at, row) for at, row in enumerate(self.rows) if row.do == "send" and row.text == text]
        before = [each for each in sent if each[0] <= self.at] or sent[:1]
        own = [each for each in before if each[1].client == to]
        return self._message(*(own or before)[-1], to) if before else ""

    def named(self, text: str, to: int) -> str:
        """`text`, a quoted one or JSON, in words where drawn values are in it, each by its origin.

        They do not look like what was sent: "'2: ' followed by its own message", '{"id": the number in it}'.
        """
        names = {each: self.of_message(each, to) for each in self._messages()} | self._parts(to)
        found = sorted((each for each in names if each in text), key=len, reverse=True)
        if not found:
            return text
        pattern = re.compile("|".join(f"({_TEXT_IN_TEXT.format(re.escape(each))})" for each in found))
        match = _QUOTED.fullmatch(text)
        before, quote, inner = match.groups() if match else ("", "'", text)
        before = before if before.startswith(_LIKE) else ""
        try:
            value = json.loads(inner)
        except ValueError:
            value = None
        if isinstance(value, dict | list):
            return before + _json_in_words(value, pattern, names)
        return _in_words(inner, pattern, names, quote)

    def without_drawn(self, text: str) -> str:
        """`text` with a blank for each drawn value."""
        for value in self.drawn.values():
            text = text.replace(str(value), "<>")
        return text

    def _has_drawn(self, text: str) -> bool:
        return any(str(value) in text for value in self.drawn.values())

    def _messages(self) -> list[str]:
        return [row.text for row in self.rows if row.do == "send" and row.text and self._has_drawn(row.text)]

    def _message(self, at: int, row: ScriptRow, to: int) -> str:
        sends = [place for place, each in enumerate(self.rows) if _sends(each, row.client)]
        several = len({self.rows[place].message for place in sends}) > 1
        which = f"{_ordinal(sends.index(at))} message" if several else "message"
        return f"its own {which}" if row.client == to else f"client {row.client}’s {which}"

    def _parts(self, to: int) -> dict[str, str]:
        """{text: where it stood first} of each text with a drawn value that is no whole message."""
        parts: dict[str, str] = {}
        for at, row in enumerate(self.rows):
            whose = "its" if row.client == to else f"client {row.client}’s"
            for word in re.split(r"[/?&=]", row.path or ""):
                self._add(parts, word, f"the word in {whose} address")
            if row.do == "send" and row.text:
                where = self._message(at, row, to)
                for key, value in _members(row.text):
                    self._add(parts, value, f"the “{key}” of {where}")
                for drawn in map(str, self.drawn.values()):
                    if drawn in row.text and drawn != row.text:
                        self._add(parts, drawn, f"the word in {where}")
        return parts

    def _add(self, parts: dict[str, str], text: str, name: str) -> None:
        if text not in parts and text not in self._messages() and self._has_drawn(text):
            parts[text] = name.replace("the word", "the number") if text.isdecimal() else name


def _in_words(text: str, pattern: re.Pattern[str], names: Mapping[str, str], quote: str) -> str:
    """What `text` is made of: its own words in quotes, and the names of what was drawn."""
    pieces = [piece for piece in pattern.split(text) if piece]
    told = [names.get(piece) or f"{quote}{piece}{quote}" for piece in pieces]
    return told[0] if len(told) == 1 else f"{told[0]} followed by {_listed(told[1:])}"


def _json_in_words(value: Any, pattern: re.Pattern[str], names: Mapping[str, str]) -> str:
    """JSON with the name of what was drawn in place of each such text or number."""
    if isinstance(value, dict):
        members = (
            f"{json.dumps(key)}: {_json_in_words(each, pattern, names)}" for key, each in value.items()
        )
        return f"{{{', '.join(members)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_json_in_words(each, pattern, names) for each in value)}]"
    if isinstance(value, str | int) and pattern.search(str(value)):
        return _in_words(str(value), pattern, names, '"')
    return json.dumps(value, ensure_ascii=False)


def _listed(told: Sequence[str]) -> str:
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def _sends(row: ScriptRow, client: int) -> bool:
    return row.do == "send" and row.client == client


def _ordinal(place: int) -> str:
    return _ORDINALS[place] if place < len(_ORDINALS) else f"{place + 1}th"


def _members(text: str) -> Iterator[tuple[str, str]]:
    """(key, value) of the members of a JSON object that are a text or a number."""
    try:
        found = json.loads(text)
    except ValueError:
        return
    for key, value in found.items() if isinstance(found, dict) else ():
        if isinstance(value, str | int):
            yield key, str(value)
