"""What a revert would change of a lesson, or has changed: by field, and by file as in its folder."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

from lessons.folder.changes import Change, stored_files
from lessons.folder.field_changes import (
    FieldChange,
    differing,
    field_changes,
    places_in_words,
    rows_first,
    run_in_words,
)
from lessons.folder.files import plugin_files
from lessons.folder.from_rows import folder_data
from lessons.models import Lesson

_INCOMPLETE = "the lesson, not complete"
_RUN = "recorded run"


class StoredVersion(TypedDict):
    """A version of a lesson: its `files`, and its fields as `data`, which an incomplete one has, too."""

    files: dict[str, str]
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class VersionChange(Change):
    """The change from one version to another, either of which may be incomplete."""

    data_before: Mapping[str, Any] = field(default_factory=dict)
    data_after: Mapping[str, Any] = field(default_factory=dict)


def version_of(lesson: Lesson) -> StoredVersion:
    """The version of a lesson that was read with its sections."""
    return {"files": files_of(lesson), "data": data_of(lesson)}


def files_of(lesson: Lesson) -> dict[str, str]:
    """The files of a lesson that was read with its sections; of an incomplete one, its sections as data."""
    files = stored_files(lesson)
    files.pop("its folder", None)
    return files or {_INCOMPLETE: json.dumps(folder_data(lesson), indent=1, default=str)}


def data_of(lesson: Lesson) -> dict[str, Any]:
    """The fields of the lesson and of its plugins' files, as data. None of them needs to be complete."""
    whole = folder_data(lesson)
    data = {**whole.pop("lesson"), **whole}
    for file in plugin_files():
        own = file.data_of(lesson)
        data |= own if file.edited else {_RUN: json.dumps(own) if own else ""}
    read: dict[str, Any] = json.loads(json.dumps(data, default=str))
    return read


def difference(lesson: Lesson, before: StoredVersion) -> VersionChange:
    """The change from the version `before` to that of `lesson`. A file that only one has counts, too."""
    now = version_of(lesson)
    return VersionChange(
        str(lesson),
        lesson.track,
        lesson,
        is_lesson=True,
        before=before["files"],
        after={**dict.fromkeys(before["files"], ""), **now["files"]},
        data_before=before["data"],
        data_after=now["data"],
    )


def fields_of(change: Change) -> list[FieldChange]:
    """What differs, field by field; nothing where a draft that is compared has no files yet."""
    if _INCOMPLETE not in [*change.before, *change.after] and change.before and change.after:
        return field_changes(change.before, change.after)
    return _fields_of_data(change) if isinstance(change, VersionChange) else []


def _fields_of_data(change: VersionChange) -> list[FieldChange]:
    found = differing((), change.data_before, change.data_after)
    return rows_first(
        FieldChange(_RUN, "", run_in_words(each.before, each.after)) if each.place == _RUN else each
        for each in found
    )


def in_words(change: VersionChange) -> str:
    """Fields that differ, such as 'summary; question 1, text'."""
    return places_in_words([field.place for field in fields_of(change)])
