"""What a revert would change of a lesson, or has changed, file by file as in its folder."""

import json
from collections.abc import Mapping

from lessons.folder.changes import Change, stored_files
from lessons.folder.field_changes import FieldChange, field_changes, places_in_words
from lessons.folder.from_rows import folder_data
from lessons.models import Lesson

_INCOMPLETE = "the lesson, not complete"


def files_of(lesson: Lesson) -> dict[str, str]:
    """The files of a lesson that was read with its sections; of an incomplete one, its sections as data."""
    files = stored_files(lesson)
    files.pop("its folder", None)
    return files or {_INCOMPLETE: json.dumps(folder_data(lesson), indent=1, default=str)}


def difference(lesson: Lesson, before: Mapping[str, str]) -> Change:
    """The change from the files `before` to those of `lesson`. A file that only one has counts, too."""
    after = files_of(lesson)
    both = {**dict.fromkeys(before, ""), **after}
    return Change(str(lesson), lesson.track, lesson, is_lesson=True, before=before, after=both)


def fields_of(change: Change) -> list[FieldChange]:
    """What differs, field by field; nothing where one of the two versions is not complete."""
    if _INCOMPLETE in [*change.before, *change.after] or not (change.before and change.after):
        return []
    return field_changes(change.before, change.after)


def in_words(change: Change) -> str:
    """Fields that differ, such as 'summary; question 1, text'; names of files if a version is incomplete."""
    places = [field.place for field in fields_of(change)] or [file.name for file in change.files]
    return places_in_words(places)
