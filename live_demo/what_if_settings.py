"""The Django settings of a what-if: Python that learners read, and the values that its worker gets. Pure."""

import ast
from typing import Any

ALLOWED = {"CHANNEL_LAYERS"}


def values_in(text: str) -> dict[str, Any]:
    """The settings that `text` assigns, such as `CHANNEL_LAYERS = {}`. Nothing of it is executed.

    Raises `ValueError` for anything but assignments of literals to the names in `ALLOWED`.
    """
    try:
        rows = ast.parse(text).body
    except SyntaxError as error:
        raise ValueError(f"the settings are not Python: {error.msg}") from error
    return dict(_assigned(row) for row in rows)


def checked(text: str) -> str:
    """`text` itself. Raises `ValueError` as `values_in` does."""
    values_in(text)
    return text


def _assigned(row: ast.stmt) -> tuple[str, Any]:
    match row:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in ALLOWED:
            return name, ast.literal_eval(value)
    raise ValueError(f"line {row.lineno} of the settings does not assign one of {', '.join(sorted(ALLOWED))}")
