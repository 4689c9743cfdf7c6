"""What a question expects beyond its choices, as form fields instead of JSON.

Each key is a field of its own, out of `expects_fields` of the question's type. The page shows the fields of
that type (css/desk/question_form.css). Only those are read.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.forms import Widget
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quizzes.kinds import kinds
from quizzes.kinds.base import ExpectsField, as_typed

_FIELDS = {key: (kind.name, field) for kind in kinds.values() for key, field in kind.expects_fields.items()}
"""{key: (type of the question, its form field)}"""


class ExpectsWidget(Widget):
    """Draws `Question.expects`, and gives what is posted as JSON. JSON that is posted whole is taken, too."""

    use_fieldset = False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        expects = _read(value)
        fields = format_html_join(
            "",
            '<label data-kind="{}" data-form="{}">{} {}</label>',
            (
                (kind, field.form, field.label, _control(f"{name}-{key}", field, expects.get(key)))
                for key, (kind, field) in _FIELDS.items()
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
        for key, (own, field) in _FIELDS.items():
            value = _parsed(field, str(data.get(f"{name}-{key}", "")).strip())
            if value not in ("", [], None) and kind in (own, None):
                found[key] = value
        return json.dumps(found)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}-{key}" in data for key in _FIELDS)

    def id_for_label(self, id_: str) -> str:
        return ""


def _control(name: str, field: ExpectsField, value: Any) -> SafeString:
    if field.input == "select":
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (each, SafeString(" selected") if each == (value or "") else "", label)
                for each, label in field.options
            ),
        )
        return format_html('<select name="{}">{}</select>', name, options)
    if field.input == "checkbox":
        checked = SafeString(" checked") if value else ""
        return format_html('<input type="checkbox" name="{}"{}>', name, checked)
    if field.input == "lines":
        lines = "\n".join(map(str, value)) if isinstance(value, list) else ""
        return format_html('<textarea name="{}" rows="2" cols="40">\n{}</textarea>', name, lines)
    offered = format_html(' list="{}" autocomplete="off"', field.list_id) if field.list_id else ""
    return format_html('<input type="text" name="{}" value="{}"{}>', name, as_typed(value), offered)


def _parsed(field: ExpectsField, text: str) -> Any:
    """The value that a field means. What is no number stays a text: the type of the question tells it."""
    if field.input == "letters":
        return text.replace(",", " ").split()
    if field.input == "lines":
        return [line.strip() for line in text.splitlines() if line.strip()]
    if field.input == "checkbox":
        return True if text else None
    if field.input == "select":
        return "" if text == field.default else text
    if field.input == "number":
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
