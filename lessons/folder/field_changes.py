"""What differs between two versions of a lesson's files, field by field, in the words of its form. Pure."""

import difflib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lessons.folder.aligned import Pair, aligned
from lessons.folder.validation import spoken
from lessons.folder.word_changes import Words, words_of
from lessons.plugin import Key

_SECTIONS: dict[Key, str] = {("execution", "steps"): "steps", ("flow", "steps"): "flow_steps"}
_NAMES = {
    "at": "place",
    "blank": "predict: blank",
    "holds_when": "predict: proof",
    "kind": "type",
    "reveal": "right answer is shown",
    "shuffle": "order of the choices: shuffled",
    "wrong_results": "predict: wrong results",
}
"""{a key of the files: the label of the form}, where they differ."""
_BY_NAME = ("variables", "moments")
"""Rows that are told by what they are called, and not by their number."""
MAX_NAMED = 40
"""The most places that one line of the history names."""
_TITLES = ("text", "question", "action", "title", "name")
"""The field of a row by which an instructor knows it; the first that it has."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`place` such as 'question 1, choice a, right'; `before` and `after` are '' where nothing stands.

    `is_row` is whether a whole row is new, is gone or stands elsewhere.
    """

    place: str
    before: str
    after: str
    is_row: bool = field(default=False, compare=False)

    @property
    def words_before(self) -> list[Words]:
        return words_of(self.before, other=self.after)

    @property
    def words_after(self) -> list[Words]:
        return words_of(self.after, other=self.before)


def field_changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[FieldChange]:
    """The fields that differ between the files {name: text} of a lesson: whole rows first."""
    found = [
        change
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
        for change in _in_file(name, before.get(name, ""), after.get(name, ""))
    ]
    return rows_first(found)


def rows_first(found: Iterable[FieldChange]) -> list[FieldChange]:
    """The changes of whole rows, then those of fields."""
    return sorted(found, key=lambda change: not change.is_row)


def places_in_words(places: Sequence[str]) -> str:
    """The places in words, such as 'summary; question 1, text'. At most `MAX_NAMED` are named."""
    more = len(places) - MAX_NAMED
    return "; ".join([*places[:MAX_NAMED], *([f"{more} more"] if more > 0 else [])])


def history_sentence(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """A sentence for the history on the files of a lesson before and after."""
    places = [change.place for change in field_changes(before, after)]
    return f"It changed: {places_in_words(places)}." if places else "It changed nothing."


def _in_file(name: str, before: str, after: str) -> Iterator[FieldChange]:
    stem, _, kind = name.partition(".")
    if kind == "toml":
        yield from differing((), tomllib.loads(before), tomllib.loads(after))
    elif kind == "json":
        yield FieldChange("recorded run", "", run_in_words(before, after))
    else:
        lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
        removed, added = (
            "\n".join(line[1:] for line in lines if line.startswith(mark)) for mark in ("-", "+")
        )
        yield FieldChange(stem, removed, added)


def run_in_words(before: str, after: str) -> str:
    """What has become of the recorded run, in words."""
    if not after:
        return ""
    if not before:
        return "a run"
    is_same = _without_steps(json.loads(before)) == _without_steps(json.loads(after))
    return "the same run; the numbers of its steps have followed" if is_same else "another run"


def _without_steps(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_steps(each) for name, each in value.items() if name != "step"}
    return [_without_steps(each) for each in value] if isinstance(value, list) else value


def differing(key: Key, before: Any, after: Any) -> Iterator[FieldChange]:
    """What differs between the values that two versions have at `key`."""
    if before == after:
        return
    if _are_or_lack(dict, before, after):
        for name in dict.fromkeys([*(before or {}), *(after or {})]):
            yield from differing((*key, name), (before or {}).get(name), (after or {}).get(name))
    elif _are_or_lack(list, before, after) and _have_tables([*(before or []), *(after or [])]):
        for pair in aligned(before or [], after or []):
            yield from _of_rows(key, pair)
    else:
        yield FieldChange(_place(key), _as_in_form(before, after), _as_in_form(after, before))


def _of_rows(key: Key, pair: Pair) -> Iterator[FieldChange]:
    """A row that is new, is gone or stands elsewhere, or the fields in which it differs."""
    if pair.before is None or pair.after is None:
        own = _own_key(key, pair.after or pair.before, pair.at if pair.after is None else pair.goes_to)
        yield FieldChange(_place(own), _title(pair.before), _title(pair.after), is_row=True)
        return
    goes_to = _own_key(key, pair.after, pair.goes_to)
    if pair.is_moved:
        moved = f"is {_place(goes_to)} now"
        yield FieldChange(_place((*key, pair.at)), _title(pair.before), moved, is_row=True)
    yield from differing(goes_to, pair.before, pair.after)


def _own_key(key: Key, row: Any, index: int) -> Key:
    """The key of a row: by its number, or by what it is called."""
    return (*key[:-1], _title(row)) if key[-1] in _BY_NAME else (*key, index)


def _are_or_lack(kind: type, before: Any, after: Any) -> bool:
    """Whether both values are of `kind`. A version that lacks the value has None."""
    return all(value is None or isinstance(value, kind) for value in (before, after))


def _have_tables(rows: Sequence[Any]) -> bool:
    return any(isinstance(row, dict) for row in rows)


def _place(key: Key) -> str:
    for section, name in _SECTIONS.items():
        if key[: len(section)] == section:
            key = (name, *key[len(section) :])
    return spoken(tuple(_NAMES.get(part, part) if isinstance(part, str) else part for part in key))


def _title(row: Any) -> str:
    """What an instructor knows a row by."""
    fields = row if isinstance(row, dict) else {}
    titles = (fields[name] for name in _TITLES if isinstance(fields.get(name), str))
    return next(titles, _as_in_form(row, None))


def _as_in_form(value: Any, other: Any) -> str:
    """The words of the form for a value. `other` is the value of the other version.

    The files leave out a "no". So None is "no" where `other` is a bool.
    """
    if isinstance(value, bool) or (value is None and isinstance(other, bool)):
        return "yes" if value else "no"
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(each, str | int) for each in value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
