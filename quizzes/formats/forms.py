"""The form that uploads a file of questions."""

import re
from typing import Any

from django import forms

from quizzes.formats.registry import FORMATS, READERS, format_of
from quizzes.formats.text import ENCODINGS, MAX_BYTES, decode

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")

MAX_PASTED = 200_000
"""Characters: more is a file."""
PASTED = "the text"


class ImportForm(forms.Form):
    file = forms.FileField(
        label="File",
        required=False,
        help_text="GIFT, Moodle XML, or QTI: an item, or a zip. At most 10 MB and 1,000 questions.",
        max_length=100,
        widget=forms.ClearableFileInput(
            attrs={"accept": ".gift,.txt,.xml,.zip,text/plain,text/xml,application/xml,application/zip"}
        ),
    )
    file_format = forms.ChoiceField(
        label="Format",
        required=False,
        choices=[
            ("", "as the file itself shows"),
            *((name, FORMATS[name].title) for name in READERS),
        ],
    )

    encoding = forms.ChoiceField(
        label="Characters",
        required=False,
        choices=[("", "as the file says, else UTF-8"), *ENCODINGS.items()],
    )

    pasted = forms.CharField(
        label="Or the questions as text",
        required=False,
        strip=False,
        max_length=MAX_PASTED,
        widget=forms.Textarea(attrs={"rows": 12, "class": "literal", "spellcheck": "false"}),
        help_text="GIFT or Moodle XML, typed or pasted. Above a GIFT question, a line such as "
        "// [id:its-key] [tag:proof: step 3] gives its key and the place that proves its answer.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError("This file is larger than 10 MB. Nothing was changed.")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("pasted", "").strip()):
            self.add_error("file", "Choose a file, or write the questions below: one of the two.")
        return cleaned

    @property
    def name(self) -> str:
        """The name under which faults and the history know what was sent. Needs a valid form."""
        file = self.cleaned_data["file"]
        return str(file.name) if file else PASTED

    def read(self) -> tuple[str, bytes]:
        """The name of the format, chosen or seen in the file, and the content. Needs a valid form.

        A text whose encoding was chosen becomes UTF-8. Raises `FolderError` where it is not in that encoding.
        """
        file, encoding = self.cleaned_data["file"], self.cleaned_data["encoding"]
        if not file:
            content = self.cleaned_data["pasted"].encode()
            return self.cleaned_data["file_format"] or format_of(PASTED, content), content
        content = file.read()
        if encoding:
            text = decode(file.name, content, encoding)
            content = _DECLARATION.sub("", text, count=1).encode()
        return self.cleaned_data["file_format"] or format_of(file.name, content), content
