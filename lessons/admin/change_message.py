"""What a save has changed, in the words of the form: for the history and the recent actions."""

from collections.abc import Iterable, Iterator
from typing import Any

from lessons.folder.field_changes import places_in_words
from lessons.models import Lesson


def save_sentence(form: Any, formsets: Iterable[Any], *, add: bool) -> str:
    """The changes in words, such as 'Changed: title; question 1, choice a: right. New: step 3.'."""
    sets = list(formsets or [])
    own = [] if add else _labels(form, form.changed_data)
    changed = [*own, *(words for formset in sets for words in _changed(formset))]
    new = _outermost([(row, formset) for formset in sets for row in formset.new_objects])
    gone = _outermost([(row, formset) for formset in sets for row in formset.deleted_objects])
    lists = [("Changed", changed), ("New", new), ("Deleted", gone)]
    sentences = [f"{title}: {places_in_words(places)}." for title, places in lists if places]
    return " ".join(["Added.", *sentences] if add else sentences or ["No fields changed."])


def _changed(formset: Any) -> Iterator[str]:
    for row, fields in formset.changed_objects:
        if labels := _labels(formset.forms[0], fields):
            yield f"{_place(row, formset)}: {', '.join(labels)}"


def _labels(form: Any, names: Iterable[str]) -> list[str]:
    """The labels of the visible fields, such as 'right'."""
    fields = [(name, form.fields[name]) for name in names if name in form.fields]
    shown = [str(field.label or name) for name, field in fields if not field.widget.is_hidden]
    return [label[:1].lower() + label[1:] for label in shown]


def _outermost(rows: list[tuple[Any, Any]]) -> list[str]:
    """The places of the rows, without those that came or went with the row above them."""
    whole = {id(row) for row, _ in rows}
    return [_place(row, formset) for row, formset in rows if id(formset.instance) not in whole]


def _place(row: Any, formset: Any) -> str:
    """The name of a row, such as 'question 1, choice a'."""
    return str(row) if isinstance(formset.instance, Lesson) else f"{formset.instance}, {row}"
