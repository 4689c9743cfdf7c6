"""What is said before the run of a what-if. What is true is nowhere in it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from live_demo.faults.items import LABELS
from live_demo.faults.what_ifs import WhatIf

_TYPED = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
_YES_NO = [("yes", "yes"), ("no", "no")]
_HINTS = {"methods": "in their order, with commas; none, if none", "close_code": "four digits, as in 1000"}


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

    def said(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.cleaned_data.items()}


def _field(name: str) -> forms.Field:
    missing = {"required": "Say what you expect before you connect."}
    if name in ("disconnect", "clean", "waited"):
        return forms.ChoiceField(
            label=LABELS[name], choices=_YES_NO, widget=forms.RadioSelect, error_messages=missing
        )
    typed = forms.TextInput(
        attrs=_TYPED | ({"inputmode": "numeric"} if name in ("close_code", "replies", "received") else {})
    )
    return forms.CharField(
        label=LABELS[name],
        max_length=80,
        widget=typed,
        help_text=_HINTS.get(name, ""),
        error_messages=missing,
    )
