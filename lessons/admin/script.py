"""The script of the recorded run as the text of lesson.toml, and the events that reach a step."""

import tomllib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from pydantic import ValidationError as ContentError

from lessons.folder.faults import dotted, findings_in
from lessons.models import Step
from lessons.script.toml import read_script, write_script


class ScriptField(forms.CharField):
    """Shows the rows of `Lesson.script` as TOML, and cleans TOML to such rows."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return write_script(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        try:
            return [row.as_data() for row in read_script(super().to_python(value) or "")]
        except ContentError as error:
            raise ValidationError([f"{dotted(key)}: {why}." for key, why in findings_in(error)]) from error
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise ValidationError(f"Not TOML: {error}.") from error


class EventInput(forms.TextInput):
    """A text input for an event type, which suggests those of the ASGI specification."""

    template_name = "lessons/admin/event_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"events-{name}"
        return {**context, "events": Step.Event.choices}
