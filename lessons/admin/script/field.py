"""The field of a lesson's script: steps, or the text of lesson.toml. Works without JavaScript."""

import tomllib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from pydantic import ValidationError as ContentError

from lessons.admin.script.actions import ACTIONS
from lessons.admin.script.keys import FIELDS
from lessons.admin.script.steps import ScriptStep, posted_steps, rows_of, shown_steps
from lessons.folder.faults import dotted, findings_in
from lessons.script.language import MAX_ROWS, ScriptRow
from lessons.script.toml import read_script, write_script

CLIENTS = ("1", "2", "3", "4")
TWICE = "You have changed the steps and the text. Put one of them back: which of them is meant?"


@dataclass
class Script:
    """What is posted: the steps, None where the form has none; the text, and what stood there before."""

    steps: list[ScriptStep] | None
    text: str
    before: str


class ScriptSteps(forms.Widget):
    """A list of steps and two empty ones, and the same as a text."""

    template_name = "lessons/admin/script_steps.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        script = value if isinstance(value, Script) else _shown(value or [])
        steps = [*(script.steps or []), ScriptStep(), ScriptStep()]
        context = super().get_context(name, value, attrs)
        context["script"] = {
            "name": name,
            "steps": [_drawn(step) for step in steps],
            "new": _drawn(ScriptStep()),
            "text": script.text,
            "before": script.before,
            "actions": ACTIONS.values(),
            "clients": CLIENTS,
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Script:
        steps = posted_steps(data, name) if f"{name}-steps" in data else None
        return Script(steps, _lines(data.get(name)), _lines(data.get(f"{name}-before")))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-steps" not in data


class ScriptField(forms.Field):
    """Cleans to rows as data. What has been changed counts: the steps or the text."""

    widget = ScriptSteps
    _judged: Script | None = None

    def clean(self, value: Any) -> list[dict[str, Any]]:
        self._judged = value
        return [row.as_data() for row in _rows(value)]

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the form shows again: with the faults of the steps, once it has been cleaned."""
        return self._judged or data

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != (initial or []))
        except ValidationError:
            return True


def _rows(script: Script) -> list[ScriptRow]:
    text_changed = script.text.strip() != script.before.strip()
    if script.steps is None:
        return _read(script.text)
    if len(script.steps) > MAX_ROWS:
        raise ValidationError(f"A script has at most {MAX_ROWS} steps.")
    rows = rows_of(script.steps)
    faulty = [str(number) for number, step in enumerate(script.steps, start=1) if step.fault]
    if not text_changed:
        if faulty:
            raise ValidationError(
                f"Mend step {', '.join(faulty)} of the script: it says there what is wrong."
            )
        return rows
    if faulty or rows not in (_as_steps(script.before), _as_steps(script.text)):
        raise ValidationError(TWICE)
    return _read(script.text)


def _as_steps(text: str) -> list[ScriptRow]:
    return rows_of(shown_steps([row.as_data() for row in _read(text)]))


def _read(text: str) -> list[ScriptRow]:
    try:
        return read_script(text)
    except ContentError as error:
        raise ValidationError([f"{dotted(key)}: {why}." for key, why in findings_in(error)]) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValidationError(f"Not TOML: {error}.") from error


def _shown(rows: list[dict[str, Any]]) -> Script:
    text = write_script(rows)
    return Script(shown_steps(rows), text, text)


def _drawn(step: ScriptStep) -> dict[str, Any]:
    """The step with its fields, each with the actions that have it."""
    fields = [
        {
            "key": key,
            "field": known,
            "text": step.texts.get(key, ""),
            "actions": " ".join(name for name, action in ACTIONS.items() if key in action.keys),
        }
        for key, known in FIELDS.items()
    ]
    return {"action": step.action, "client": step.client, "fault": step.fault, "fields": fields}


def _lines(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n")
