"""The markup of a row's fields in the admin, made without templates: a lesson has some 400 of them.

It is what nested_admin's templates make of a row without a heading and a description.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def fields_of(row: Any) -> SafeString:
    """The lines of fields of `row`, a `django.contrib.admin.helpers.InlineAdminForm`."""
    lines = "".join(_line(line) for fieldset in row for line in fieldset)
    return SafeString(f'<fieldset class="module aligned djn-module">{lines}</fieldset>')


def cells_of(row: Any) -> SafeString:
    """The fields of `row` as cells of a table."""
    fields = (field for fieldset in row for line in fieldset for field in line)
    return SafeString("".join(map(_cell, fields)))


def _cell(field: Any) -> str:
    named = {} if field.is_readonly else {"aria-label": field.field.label}
    return f'<td class="djn-td field-{_name(field)}">{_errors(field)}{_control(field, named)}</td>'


def _line(line: Any) -> str:
    fields = list(line)
    names = "".join(f" field-{_name(field)}" for field in fields)
    if len(fields) == 1:
        failed = " errors" if _errors(fields[0]) else ""
        return f'<div class="form-row{failed}{names}">{_drawn(fields, lambda _: "")}</div>'
    drawn = _drawn(fields, lambda field: f" fieldBox field-{_name(field)}")
    return f'<div class="form-row{names}"><div class="flex-container form-multiline">{drawn}</div></div>'


def _drawn(fields: Iterable[Any], classes: Callable[[Any], str]) -> str:
    return "".join(_field(field, classes(field)) for field in fields)


def _field(field: Any, classes: str) -> str:
    """The field with its errors before it and its help text below."""
    errors, control, label = _errors(field), _control(field), field.label_tag()
    failed = " errors" if classes and errors else ""
    both = f"{control}{label}" if field.is_checkbox else f"{label}{control}"
    box = " checkbox-row" if field.is_checkbox else ""
    drawn = f'<div class="flex-container{classes}{failed}{box}">{both}</div>'
    return f"<div>{errors}{drawn}{_help(field)}</div>"


def _control(field: Any, attributes: dict[str, Any] | None = None) -> str:
    if field.is_readonly:
        return f"<p>{conditional_escape(field.contents())}</p>"
    return str(field.field.as_widget(attrs=attributes))


def _name(field: Any) -> str:
    return str(field.field["name"] if field.is_readonly else field.field.name)


def _errors(field: Any) -> str:
    return "" if field.is_readonly or not field.field.form.is_bound else str(field.errors())


def _help(field: Any) -> str:
    """The help text, which is ours and may have markup, as everywhere in Django's admin."""
    if field.is_readonly or not (text := field.field.help_text):
        return ""
    return f'<div class="help" id="{field.field.id_for_label}_helptext"><div>{text}</div></div>'
