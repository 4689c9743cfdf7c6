"""The answers that are asked for before the run of a what-if. The form does not hold the right ones."""

from collections.abc import Mapping
from typing import Any

from django import forms

from live_demo.what_if_definitions import WhatIf
from live_demo.what_ifs.observations import LABELS

_TYPED = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
_YES_NO = [("yes", "yes"), ("no", "no")]
_PATTERNS = {
    "close_code": (
        r"(?i)^([1-4]\d{3}|none)$",
        "A close code has four digits, from 1000 to 4999. Write none if you expect none.",
    ),
    "replies": (r"^\d{1,3}$", "Write how many messages reach the browser as a number, such as 0 or 2."),
    "received": (r"^\d{1,3}$", "Write how many messages arrived as a number, such as 0 or 2."),
}
"""For an item that is a number: the pattern of an answer, and the message where something else was typed."""
_HINTS = {
    "methods": "in their order, separated by commas. Write none if you expect none",
    "close_code": "four digits, such as 1000. Write none if you expect none",
}


NOT_ANSWERED = "Answer everything, or nothing. The run can only check what you said before it began."


class AnswerForm(forms.Form):
    """The option, and an answer to each further item that the what-if asks for."""

    use_required_attribute = False

    def __init__(self, what_if: WhatIf, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="what-if-%s")
        options = [(str(number), option.text) for number, option in enumerate(what_if.options)]
        self.fields["option"] = forms.ChoiceField(
            label=what_if.ask,
            choices=options,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose one before you connect."},
        )
        for name in what_if.also:
            self.fields[name] = _field(name)

    @property
    def says_something(self) -> bool:
        """Whether the form has any answer. A run needs none."""
        return any(str(self.data.get(name, "")).strip() for name in self.fields)

    @property
    def fault(self) -> str:
        """The message for a form that is not valid. Missing answers come before malformed ones."""
        if any(error.code == "required" for errors in self.errors.as_data().values() for error in errors):
            return NOT_ANSWERED
        return str(next(iter(self.errors.values()))[0])

    def answers(self) -> dict[str, str]:
        """The answers by item; 'option' is the index of the chosen option, from 0."""
        return {name: str(value) for name, value in self.cleaned_data.items()}


def _field(name: str) -> forms.Field:
    missing = {"required": "Say what you expect before you connect."}
    if name in ("disconnect", "clean", "waited"):
        return forms.ChoiceField(
            label=LABELS[name], choices=_YES_NO, widget=forms.RadioSelect, error_messages=missing
        )
    if name in _PATTERNS:
        pattern, hint = _PATTERNS[name]
        return forms.RegexField(
            pattern,
            label=LABELS[name],
            help_text=_HINTS.get(name, ""),
            widget=forms.TextInput(attrs=_TYPED | {"inputmode": "numeric"} | {"maxlength": 8}),
            error_messages=missing | {"invalid": hint},
        )
    return forms.CharField(
        label=LABELS[name],
        max_length=80,
        widget=forms.TextInput(attrs=_TYPED),
        help_text=_HINTS.get(name, ""),
        error_messages=missing,
    )
