"""The admin form of a numbered row of a lesson, and of the pointers in it."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import TextField

from lessons.admin.posted import places_in
from lessons.admin.row_moves import Moves, followed, names_moved
from lessons.folder.fields import MAX_TEXT
from lessons.pointers import pointer_fault

TOO_LONG = "This has %(show_value)d characters. Shorten it to %(limit_value)d at most."


NEEDED = ("track", "title", "slug", "lab", "status", "key", "kind", "reveal", "place")
"""Fields that a draft needs, too: without them it has no row, no address or no type."""


def is_draft(data: Any) -> bool:
    """Whether the POST `data` saves the lesson as a draft, which may have gaps."""
    return bool(data) and data.get("status") == "draft"


def allow_gaps(form: forms.ModelForm) -> None:  # type: ignore[type-arg]
    """Let the fields of `form` be empty, but for `NEEDED`."""
    for name, field in form.fields.items():
        if name not in NEEDED:
            field.required = False


class LinesField(forms.CharField):
    """Text of several lines, stored with LF: browsers post CRLF. It is as long as in a lesson folder.

    A `max_length` would have browsers cut off what is pasted, and say nothing.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "strip": False})
        self.validators.append(MaxLengthValidator(MAX_TEXT, TOO_LONG))

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        return text if text.strip() else ""


LINES: dict[Any, dict[str, Any]] = {TextField: {"form_class": LinesField}}


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A numbered row. With an empty number it becomes the last row."""

    pointers: tuple[str, ...] = ("points_to", "proof")

    def __init__(self, *args: Any, moves: Moves | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moves = moves or {}
        self.lost: list[str] = []
        """Pointers of the row that lead nowhere now or have an old number, in an instructor's words."""
        if "number" in self.fields:
            self.fields["number"].required = False
        if is_draft(self.data):
            allow_gaps(self)

    def validate_constraints(self) -> None:
        """Leave the constraints to the formset: of rows that exchange numbers, each alone violates one."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._notice_words(cleaned)
        for name in self.pointers:
            if text := cleaned.get(name):
                self._follow(name, text)
            text = cleaned.get(name)
            if text and not is_draft(self.data) and (reason := pointer_fault(text, places_in(self.data))):
                self.add_error(name, reason[0].upper() + reason[1:] + ".")
        return cleaned

    def _follow(self, name: str, text: str) -> None:
        """Let a pointer that was not touched follow its row. A typed one names the numbers after saving."""
        if name in self.changed_data or not self.instance.pk:
            return
        after = followed(text, self.moves)
        if after is None:
            self.lose(name, f"pointed to {text}, which you delete")
        elif after != text:
            self.put(name, after)

    def put(self, name: str, value: Any) -> None:
        """Store `value`, although the field was not touched."""
        self.cleaned_data[name] = value
        self.changed_data.append(name)

    def lose(self, name: str, why: str) -> None:
        """Empty the pointer in a draft. In a public lesson, make it an error."""
        if is_draft(self.data):
            self.put(name, "")
            self.lost.append(f"{self.instance}: it {why}")
        else:
            self.add_error(name, f"This {why}. Choose another place.")

    def _notice_words(self, cleaned: dict[str, Any]) -> None:
        for name, text in cleaned.items():
            is_kept = isinstance(text, str) and name not in (*self.changed_data, *self.pointers)
            if self.instance.pk and is_kept:
                for words in names_moved(text, self.moves):
                    self.lost.append(f"{self.instance}: its {name.replace('_', ' ')} says '{words}' in words")
