"""The variable tracker as one grid: variables down, moments across. Works without JavaScript.

The last columns and rows are empty: filling them adds moments or variables; clearing a title or a name
takes one away.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from pydantic import ValidationError as ContentError

from lessons.admin.tracker_cells import cells_of
from lessons.folder.faults import findings_in
from lessons.folder.schema import TrackerContent
from lessons.numbers import number_in
from lessons.plugin import LessonContext

MIN_ROWS = 4
"""The form offers at least this many moments and variables, filled or empty."""
Grid = dict[str, list[dict[str, Any]]]
"""{"moments": [{"title", "after"}], "variables": [{"name", "values": [...], "notes": [...]}]}

A variable that learners do not predict has also "blank": False."""


class TrackerGrid(forms.Widget):
    template_name = "lessons/admin/tracker_grid.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        grid: Grid = value or {"moments": [], "variables": []}
        moments = [*grid["moments"], *_empty({"title": "", "after": None}, filled=grid["moments"])]
        variables = [
            *grid["variables"],
            *_empty({"name": "", "values": [], "notes": []}, filled=grid["variables"]),
        ]
        context = super().get_context(name, value, attrs)
        context["grid"] = {
            "name": name,
            "moments": moments,
            "variables": [
                {
                    "name": row["name"],
                    "blank": row.get("blank", True),
                    "cells": cells_of(f"{name}-v{number}", number + 1, row, len(moments)),
                }
                for number, row in enumerate(variables)
            ],
        }
        return context

    stored: tuple[int, int] = (0, 0)
    """How many moments and variables the lesson has. Clearing the title or the name of one takes it away."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Grid:
        """The posted grid, without moments that have no title and variables that have no name.

        New ones are there without it, too, if anything is written in them.
        """
        moments, variables = (range(_count(data, f"{name}-{kind}")) for kind in ("moments", "variables"))
        columns = [
            column
            for column in moments
            if _text(data, f"{name}-m{column}-title")
            or (column >= self.stored[0] and self._is_written(data, name, variables, [column]))
            or (column >= self.stored[0] and _text(data, f"{name}-m{column}-after"))
        ]
        rows = [
            row
            for row in variables
            if _text(data, f"{name}-v{row}-name")
            or (row >= self.stored[1] and self._is_written(data, name, [row], moments))
        ]
        return {
            "moments": [
                {
                    "title": _text(data, f"{name}-m{column}-title"),
                    "after": data.get(f"{name}-m{column}-after") or None,
                    "column": column,
                }
                for column in columns
            ],
            "variables": [
                {
                    "name": _text(data, f"{name}-v{row}-name"),
                    "values": [_text(data, f"{name}-v{row}-m{column}-value") for column in columns],
                    "notes": [_text(data, f"{name}-v{row}-m{column}-note") for column in columns],
                    **({} if f"{name}-v{row}-blank" in data else {"blank": False}),
                }
                for row in rows
            ],
        }

    def _is_written(self, data: Any, name: str, rows: Iterable[int], columns: Iterable[int]) -> bool:
        """Whether there is a text in one of these cells."""
        cells = [f"{name}-v{row}-m{column}" for row in rows for column in columns]
        return any(_text(data, f"{cell}-{part}") for cell in cells for part in ("value", "note"))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-moments" not in data

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class TrackerField(forms.Field):
    """Cleans to a `TrackerContent`. `places` are those of the posted lesson (`LessonContext.places`)."""

    widget = TrackerGrid

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.places: dict[str, int] = {}
        self.moves: Mapping[int, int | None] = {}
        self.before: list[int | None] = []
        """The old and new numbers of the steps in this POST, and the step before each stored column."""

    def clean(self, value: Any) -> Any:
        value = {**value, "moments": [self._follow(moment) for moment in value["moments"]]}
        if not value["moments"] and not value["variables"]:
            return TrackerContent.model_construct(**value)  # a draft may be without a tracker
        try:
            return TrackerContent.model_validate(value, context=LessonContext(self.places))
        except ContentError as error:
            raise ValidationError([_words(value, key, why) for key, why in findings_in(error)]) from error

    def _follow(self, moment: dict[str, Any]) -> dict[str, Any]:
        """The moment after the step that it came after. Raises `ValidationError` where that is deleted."""
        column = moment.get("column")
        moment = {name: value for name, value in moment.items() if name != "column"}
        step = number_in(str(moment["after"] or ""))
        is_touched = column is None or column >= len(self.before) or self.before[column] != step
        if step is None or is_touched or self.moves.get(step, step) == step:
            return moment
        if self.moves[step] is None:
            message = "it comes after step %d, which you delete. Say after which one it comes."
            raise ValidationError(f"{moment['title']}: {message % step}")
        return {**moment, "after": str(self.moves[step])}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _written(initial) != _written(data)


def _written(grid: Grid | None) -> list[list[Any]]:
    """The grid as a list of rows of strings, so that a stored and a posted grid can be compared."""
    grid = grid or {"moments": [], "variables": []}
    moments = [[row["title"], str(row["after"] or "")] for row in grid["moments"]]
    rows = [[row["name"], row.get("blank", True), row["values"], row["notes"]] for row in grid["variables"]]
    return [*moments, *rows]


def _empty(row: dict[str, Any], *, filled: list[Any]) -> list[dict[str, Any]]:
    """Empty entries that fill a list up to `MIN_ROWS`, and at least one."""
    return [row] * max(1, MIN_ROWS - len(filled))


def _text(data: Any, name: str) -> str:
    return str(data.get(name, "")).strip()


def _count(data: Any, name: str) -> int:
    text = data.get(name, "")
    return min(number_in(text) or 0, 30)


def _words(grid: Grid, key: tuple[str | int, ...], reason: str) -> str:
    """('variables', 1, 'values', 2) as 'message_buffer, After connect: …'"""
    variables = [row["name"] or f"Variable {n}" for n, row in enumerate(grid["variables"], start=1)]
    moments = [row["title"] or f"Moment {n}" for n, row in enumerate(grid["moments"], start=1)]
    match key:
        case ("variables", int(row), "values", int(column)):
            place = f"{variables[row]}, {moments[column]}"
        case ("variables", int(row), "name") if not grid["variables"][row]["name"]:
            return f"{variables[row]} has values and no name: name it, or clear its values."
        case ("variables", int(row), *_):
            place = variables[row]
        case ("moments", int(column), "title") if not grid["moments"][column]["title"]:
            return f"{moments[column]} is not empty and has no title: name it, or clear its column."
        case ("moments", int(column), *_):
            place = moments[column]
        case _:
            place = "The grid"
    return f"{place}: {reason}."
