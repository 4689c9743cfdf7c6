"""The steps of a script as a form shows and posts them, and the rows that they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError as ContentError

from lessons.admin.row_moves import in_order
from lessons.admin.script.actions import ACTIONS, action_of
from lessons.admin.script.keys import FIELDS
from lessons.folder.faults import findings_in
from lessons.numbers import number_in
from lessons.script.language import MAX_ROWS, ScriptRow, first_out_of_order


@dataclass
class ScriptStep:
    """`action` is the name of an `Action`, empty for no step. `texts` has what stands in each field.

    `rows_of` writes the `fault`.
    """

    action: str = ""
    client: str = "1"
    texts: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


def posted_count(data: Any, name: str) -> int:
    """How many steps the form in `data` has, those without an action included."""
    return min(number_in(data.get(f"{name}-steps", "")) or 0, 2 * MAX_ROWS)


def posted_steps(data: Any, name: str) -> list[ScriptStep]:
    """The steps in `data` in the order that their places mean, without those that have no action."""
    every = range(posted_count(data, name))
    indexes = [index for index in every if data.get(f"{name}-{index}-action") in ACTIONS]
    places = [(index + 1, number_in(data.get(f"{name}-{index}-place", ""))) for index in indexes]
    return [_posted(data, f"{name}-{indexes[each]}") for each in in_order(places)]


def _posted(data: Any, prefix: str) -> ScriptStep:
    texts = {key: data[f"{prefix}-{key}"] for key in FIELDS if f"{prefix}-{key}" in data}
    return ScriptStep(data[f"{prefix}-action"], data.get(f"{prefix}-client", "1"), texts)


def shown_steps(rows: Sequence[Mapping[str, Any]]) -> list[ScriptStep]:
    """The steps of rows as data."""
    return [
        ScriptStep(
            action_of(row).name,
            str(row.get("client", 1)),
            {key: FIELDS[key].show(row[key]) for key in FIELDS if row.get(key) is not None},
        )
        for row in rows
    ]


def rows_of(steps: Sequence[ScriptStep]) -> list[ScriptRow]:
    """The rows. A step that is none, or comes out of order, gets its `fault`; then there are no rows."""
    rows = [row for step in steps if (row := _row(step))]
    if len(rows) == len(steps) and (found := first_out_of_order(rows)):
        steps[found[0]].fault = found[1]
    return [] if any(step.fault for step in steps) else rows


def _row(step: ScriptStep) -> ScriptRow | None:
    """The row of a step. None where it is none: then the step gets its `fault`."""
    try:
        return ScriptRow.model_validate(_data(step))
    except ContentError as error:
        step.fault = "; ".join(": ".join([*map(str, key), why]) for key, why in findings_in(error))
    except ValueError as error:
        step.fault = str(error)
    return None


def _data(step: ScriptStep) -> dict[str, Any]:
    """The row as data. Raises `ValueError` for a text that is no value of its key."""
    action = ACTIONS[step.action]
    data: dict[str, Any] = {"do": action.do, "client": step.client}
    for key in action.keys:
        text, known = step.texts.get(key, ""), FIELDS[key]
        if text.strip() or known.may_be_empty:
            data[key] = known.read(text)
        elif action.needs_its_key:
            raise ValueError(f"{known.label}: empty")
    return data
