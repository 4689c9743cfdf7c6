"""The form that uploads a file of questions."""

from typing import Any

from django import forms

from quizzes.formats.registry import FORMATS, READERS
from quizzes.formats.text import MAX_BYTES


class ImportForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="GIFT or Moodle XML, in UTF-8, at most 1 MB.",
        max_length=100,
        widget=forms.ClearableFileInput(
            attrs={"accept": ".gift,.txt,.xml,text/plain,text/xml,application/xml"}
        ),
    )
    file_format = forms.ChoiceField(
        label="Format",
        required=False,
        choices=[
            ("", "as its name says: .xml, else GIFT"),
            *((name, FORMATS[name].title) for name in READERS),
        ],
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("This file is larger than 1 MB. Nothing was changed.")
        return file

    @property
    def format_name(self) -> str:
        """The name of the format, chosen or guessed from the file's name. Needs a valid form."""
        name = self.cleaned_data["file"].name.lower()
        return self.cleaned_data["file_format"] or ("xml" if name.endswith(".xml") else "gift")
