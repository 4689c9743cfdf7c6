"""The markup of a row in the admin with places for what differs from row to row: rendered once, filled often.

A lesson has some seventy rows with 700 fields. A form and a template for each took most of its page's time.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.forms import CheckboxInput, Field, HiddenInput, NumberInput, Textarea, TextInput, Widget
from django.forms.renderers import get_default_renderer
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

ROW, GROUP, ORIGINAL, NUMBER, NESTED = ":row", ":group", ":original", ":number", ":nested"
"""Places: the prefix of the row's fields, that of all rows, the row's name, its number, the rows below it."""

_PLACE = re.compile(r' value="\ue000(\w+)\ue001"|\ue000([\w:]+)\ue001')
"""A place. It is either a whole ` value="..."` or any other markup.

The whole attribute is a place, as a row in which the field has no value is drawn without the attribute.
"""


def place(name: str) -> str:
    """The placeholder of `name` in a pattern: characters that no page contains."""
    return f"\ue000{name}\ue001"


class RowPattern:
    """The markup of one row, with its places.

    `drawn_per_row`: {field: attributes of its widget} of those whose widget is drawn anew for each row, such
    as a select.
    """

    def __init__(self, markup: str, drawn_per_row: Mapping[str, Mapping[str, Any]]) -> None:
        pieces = _PLACE.split(markup)
        self.drawn_per_row = drawn_per_row
        self._markup = pieces[::3]
        self._places = [
            (name or value, bool(value)) for value, name in zip(pieces[1::3], pieces[2::3], strict=True)
        ]

    def filled(self, markup_at: Callable[[str], str]) -> SafeString:
        """The row. `markup_at` gives the markup at a place: a constant above, or the name of a field."""
        parts = self._markup[:1]
        for (name, is_attribute), following in zip(self._places, self._markup[1:], strict=True):
            drawn = markup_at(name)
            parts += (f' value="{drawn}"' if is_attribute and drawn else drawn, following)
        return SafeString("".join(parts))


class DrawnPerRow(Widget):
    """Stands in for a widget that is drawn anew for each row: shows a place, and keeps the attributes."""

    def __init__(self, widget: Widget) -> None:
        super().__init__(widget.attrs)
        self.widget, self.use_fieldset = widget, widget.use_fieldset
        self.attributes: dict[str, Any] = {}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        self.attributes = dict(attrs or {})
        return SafeString(place(name.rpartition("-")[2]))

    def id_for_label(self, id_: str) -> str:
        named: str = self.widget.id_for_label(id_)
        return named


def put_places(form: Any) -> dict[str, DrawnPerRow]:
    """Make the fields of `form` show placeholders. Returns the widgets that are drawn for each row."""
    per_row = {}
    for name, field in form.fields.items():
        if _shows_text(field):
            form.initial[name] = place(name)
            field.prepare_value = lambda value: value
        elif isinstance(field.widget, CheckboxInput):
            form.initial[name] = False
            field.widget.attrs[place(name)] = True
        else:
            field.widget = per_row[name] = DrawnPerRow(field.widget)
    return per_row


def drawn(field: Field, name: str, value: Any, attributes: Mapping[str, Any] | None) -> str:
    """The markup of `field` for one row. `attributes` are those of a widget that is drawn for each row."""
    shown = field.prepare_value(value)
    if attributes is not None:
        return str(field.widget.render(name, shown, dict(attributes), get_default_renderer()))
    if isinstance(field.widget, CheckboxInput):
        return "checked" if shown else ""
    text = field.widget.format_value(shown)
    return "" if text is None else conditional_escape(text)


def _shows_text(field: Field) -> bool:
    return isinstance(field.widget, TextInput | NumberInput | HiddenInput | Textarea)
