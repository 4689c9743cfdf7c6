"""Lists that an author writes in one line: percents of the tries, tags."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lessons.numbers import number_in

MAX_CHARACTERS = 4_000


class ListField(forms.CharField):
    """A list of texts, written with commas. One that holds a comma is shown, and can be written, as JSON."""

    def __init__(self, *, encoder: Any = None, decoder: Any = None, **options: Any) -> None:
        """`encoder` and `decoder` are those of the model's JSON, which this does not write itself."""
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        texts = [str(each) for each in value]
        return json.dumps(value) if any("," in each for each in texts) else ", ".join(texts)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        text = str(value or "").strip()
        if len(text) > MAX_CHARACTERS:
            raise ValidationError(f"This has {len(text)} characters. Shorten it to {MAX_CHARACTERS} at most.")
        try:
            rows = json.loads(text) if text.startswith("[") else text.split(",")
        except ValueError as error:
            raise ValidationError("Write it with commas between.") from error
        return [parsed for each in rows if (parsed := self.parsed(each)) != ""]

    def parsed(self, each: Any) -> Any:
        return each.strip() if isinstance(each, str) else each

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != (initial or []))
        except ValidationError:
            return True


class PercentsField(ListField):
    """A percent for each try, such as 100, 70, 50."""

    def parsed(self, each: Any) -> Any:
        text = str(each).strip().removesuffix("%").strip()
        number = number_in(text) if text.isascii() else None
        return text if number is None else number
