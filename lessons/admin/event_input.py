"""The events that reach a step, as suggestions."""

from typing import Any

from django import forms

from lessons.models import Step


class EventInput(forms.TextInput):
    """A text input for an event type, which suggests those of the ASGI specification."""

    template_name = "lessons/admin/event_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"events-{name}"
        return {**context, "events": Step.Event.choices}
