"""What has changed in an answer key, in an instructor's words. Pure."""

from string import ascii_lowercase

from lessons.folder.field_changes import FieldChange, differing
from lessons.markdown import plain
from quizzes.regrading.key import Content

_RIGHT = {"yes": "was wrong, and is right now", "no": "was right, and is wrong now"}


def key_changes(before: Content, after: Content) -> list[str]:
    """A sentence for each difference of two keys, as `readable_key` gives them."""
    return [_sentence(change, after) for change in differing((), before, after)]


def _sentence(change: FieldChange, after: Content) -> str:
    choice, _, field = change.place.partition(", ")
    if field == "right" and choice.startswith("choice "):
        text = after["choices"][ascii_lowercase.index(choice[-1])]["text"]
        return f"{choice.capitalize()}, “{plain(text)}”, {_RIGHT[change.after]}."
    place = change.place[:1].upper() + change.place[1:]
    return f"{place}: before “{change.before}”, now “{change.after}”."
