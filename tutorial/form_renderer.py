"""Renders the parts that every form field has without templates: a lesson in the admin has 700 fields.

The markup is that of Django's own templates, as `tests/test_form_renderer.py` compares. What is not here is
rendered by its template.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.safestring import SafeString

type Part = Callable[[Mapping[str, Any]], str]


def _escaped(value: Any) -> str:
    """Do what `conditional_escape` does, in a third of its time."""
    text = value if isinstance(value, str) else str(value)
    return text if hasattr(text, "__html__") else escape(text)


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{_escaped(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _input(context: Mapping[str, Any]) -> str:
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{_escaped(widget["value"])}"'
    name = _escaped(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{value}{_attributes(widget["attrs"])}>'


def _textarea(context: Mapping[str, Any]) -> str:
    widget = context["widget"]
    text = _escaped(widget["value"] or "")
    return f'<textarea name="{_escaped(widget["name"])}"{_attributes(widget["attrs"])}>\n{text}</textarea>'


def _select(context: Mapping[str, Any]) -> str:
    widget, parts = context["widget"], []
    for name, options, _ in widget["optgroups"]:
        drawn = "".join(map(_option, options))
        parts.append(f'\n  <optgroup label="{_escaped(name)}">{drawn}\n  </optgroup>' if name else drawn)
    start = f'<select name="{_escaped(widget["name"])}"{_attributes(widget["attrs"])}>'
    return f"{start}{''.join(parts)}\n</select>"


def _option(option: Mapping[str, Any]) -> str:
    label = _escaped(localize(option["label"]))
    value = _escaped(option["value"])
    return f'\n  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def _boxes(context: Mapping[str, Any]) -> str:
    """Checkboxes or radio buttons: every one in its label."""
    widget, parts = context["widget"], []
    names = {"id": widget["attrs"].get("id"), "class": widget["attrs"].get("class")}
    for group, options, _ in widget["optgroups"]:
        drawn = "".join(f"<div>\n    {_box(option)}</div>" for option in options)
        label = f"\n  <div><label>{_escaped(group)}</label>{drawn}\n  </div>"
        parts.append(label if group else drawn)
    return (
        f"<div{_attributes({name: value for name, value in names.items() if value})}>{''.join(parts)}\n</div>"
    )


def _box(option: Mapping[str, Any]) -> str:
    drawn = _input({"widget": option})
    if not option["wrap_label"]:
        return drawn
    target = f' for="{_escaped(option["attrs"]["id"])}"' if option["attrs"].get("id") else ""
    return f"<label{target}>{drawn} {_escaped(localize(option['label']))}</label>"


def _label(context: Mapping[str, Any]) -> str:
    label = _escaped(context["label"])
    if not context["use_tag"]:
        return label
    return f"<{context['tag']}{_attributes(context['attrs'])}>{label}</{context['tag']}>"


_WIDGETS = "django/forms/widgets/{}.html"
PARTS: dict[str, Part] = {
    **{_WIDGETS.format(name): _input for name in ("text", "number", "hidden", "checkbox", "input")},
    _WIDGETS.format("textarea"): _textarea,
    _WIDGETS.format("select"): _select,
    _WIDGETS.format("checkbox_select"): _boxes,
    "django/forms/label.html": _label,
}
"""{the name of one of Django's templates: what renders the same}"""

_ERRORS = {f"django/forms/errors/list/{name}.html" for name in ("ul", "default")}


class FormRenderer(TemplatesSetting):
    """`TemplatesSetting`, with `PARTS` in place of the templates of these names."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        if part := PARTS.get(template_name):
            return SafeString(part(context).strip())  # each part escapes what it takes
        if template_name in _ERRORS and not context["errors"]:
            return SafeString()
        rendered: SafeString = super().render(template_name, context, request)  # type: ignore[assignment]
        return rendered
