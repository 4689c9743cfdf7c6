"""Stored traces after rows of the lesson's execution table have got other numbers."""

from collections.abc import Mapping, Sequence
from typing import Any


def renumber_steps(points: Sequence[dict[str, Any]], steps: Mapping[int, int | None]) -> None:
    """Change the step numbers in `points`, which are trace points as JSON.

    `steps` is {number before: number after, None for a row that was deleted}. What a deleted row had reached
    belongs to the row before it.
    """
    current: int | None = None
    for point in points:
        for name in ("step", "current"):
            if name in point:
                point[name] = steps.get(point[name], point[name])
        current = point["current"] = point.get("current") or current
        for name in [name for name in ("step", "current") if not point.get(name)]:
            point.pop(name, None)
        if times := point.get("times"):
            after = {number: steps.get(int(number), int(number)) for number in times}
            point["times"] = {str(after[number]): times[number] for number in times if after[number]}
