"""The form that uploads a file of questions."""

import re
from typing import Any

from django import forms

from quizzes.formats.registry import FORMATS, READERS, format_of
from quizzes.formats.text import ENCODINGS, MAX_BYTES, decode

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class ImportForm(forms.Form):
    file = forms.FileField(
        label="File",
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

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("This file is larger than 10 MB. Nothing was changed.")
        return file

    def read(self) -> tuple[str, bytes]:
        """The name of the format, chosen or seen in the file, and the content. Needs a valid form.

        A text whose encoding was chosen becomes UTF-8. Raises `FolderError` where it is not in that encoding.
        """
        file, encoding = self.cleaned_data["file"], self.cleaned_data["encoding"]
        content = file.read()
        if encoding:
            text = decode(file.name, content, encoding)
            content = _DECLARATION.sub("", text, count=1).encode()
        return self.cleaned_data["file_format"] or format_of(file.name, content), content
