"""What a question expects beyond its choices, as form fields instead of JSON.

Each key is a field of its own. The page shows those of the question's type (css/desk/question_form.css). Only
those are read.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.forms import Widget
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

_CHOICES = {
    "form": [("", "a text"), ("number", "a number"), ("code", "a close code")],
    "case": [("", "must be the same"), ("either", "may differ")],
}
_FIELDS = {
    "order": ("ordering", "Right order: the letters of the choices, such as b, c, a"),
    "form": ("short", "Learners type"),
    "case": ("short", "Upper and lower case"),
    "wildcards": ("short", "A * in a choice stands for any text"),
    "tolerance": ("short", "A number may differ by"),
    "extra": ("matching", "Texts that belong to no row, one a line"),
    "variable": ("cell", "Variable of the tracker"),
    "after": ("cell", "After which step; empty: at the start"),
}
"""{key: (type of the question, label)}"""
_OF_FORM = {"case": "text", "wildcards": "text", "tolerance": "number"}
"""{key: the form of a short answer that has it}: the page shows it for this form alone."""


VARIABLES_ID = "lesson-variables"
"""The id of the list of the tracker's variables, which `admin_places.js` makes of the form."""


class ExpectsWidget(Widget):
    """Draws `Question.expects`, and gives what is posted as JSON. JSON that is posted whole is taken, too."""

    use_fieldset = False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        expects = _read(value)
        fields = format_html_join(
            "",
            '<label data-kind="{}" data-form="{}">{} {}</label>',
            (
                (kind, _OF_FORM.get(key, ""), label, _control(name, key, expects))
                for key, (kind, label) in _FIELDS.items()
            ),
        )
        other = {key: each for key, each in expects.items() if key not in _FIELDS}
        hidden = format_html('<input type="hidden" name="{}-other" value="{}">', name, json.dumps(other))
        id_ = (attrs or {}).get("id", f"id_{name}")
        group = '<div class="expects" id="{}" role="group" aria-label="Expects" tabindex="-1">{}{}</div>'
        return format_html(group, id_, fields, hidden if other else "")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        if name in data:
            return str(data[name])
        kind = data.get(f"{name.removesuffix('expects')}kind")
        found = _read(data.get(f"{name}-other"))
        for key, (own, _) in _FIELDS.items():
            value = _parsed(key, str(data.get(f"{name}-{key}", "")).strip())
            if value not in ("", [], None) and kind in (own, None):
                found[key] = value
        return json.dumps(found)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}-{key}" in data for key in _FIELDS)

    def id_for_label(self, id_: str) -> str:
        return ""


def _control(name: str, key: str, expects: Mapping[str, Any]) -> SafeString:
    full, value = f"{name}-{key}", expects.get(key)
    if key in _CHOICES:
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (each, SafeString(" selected") if each == (value or "") else "", label)
                for each, label in _CHOICES[key]
            ),
        )
        return format_html('<select name="{}">{}</select>', full, options)
    if key == "wildcards":
        checked = SafeString(" checked") if value else ""
        return format_html('<input type="checkbox" name="{}"{}>', full, checked)
    if key == "extra":
        lines = "\n".join(map(str, value)) if isinstance(value, list) else ""
        return format_html('<textarea name="{}" rows="2" cols="40">\n{}</textarea>', full, lines)
    shown = ", ".join(map(str, value)) if isinstance(value, list) else ("" if value is None else value)
    offered = SafeString(f' list="{VARIABLES_ID}" autocomplete="off"') if key == "variable" else ""
    return format_html('<input type="text" name="{}" value="{}"{}>', full, conditional_escape(shown), offered)


def _parsed(key: str, text: str) -> Any:
    """The value that a field means. What is no number stays a text: the type of the question tells it."""
    if key == "order":
        return text.replace(",", " ").split()
    if key == "extra":
        return [line.strip() for line in text.splitlines() if line.strip()]
    if key == "wildcards":
        return True if text else None
    if key == "form" and text == "text":
        return ""
    if key in ("tolerance", "after"):
        return _number(text)
    return text


def _number(text: str) -> int | float | str:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(value) if value.is_integer() and "." not in text else value


def _read(value: Any) -> dict[str, Any]:
    """What a field of JSON holds, as far as it is an object."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
