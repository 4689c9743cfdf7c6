"""What a revert would change of a lesson, or has changed, file by file as in its folder."""

import json
from collections.abc import Mapping

from lessons.folder.changes import Change, stored_files
from lessons.folder.store import folder_data
from lessons.models import Lesson


def files_of(lesson: Lesson) -> dict[str, str]:
    """The files of a lesson that was read with its sections; of an incomplete one, its sections as data."""
    files = stored_files(lesson)
    files.pop("its folder", None)
    return files or {"the lesson, not complete": json.dumps(folder_data(lesson), indent=1, default=str)}


def difference(lesson: Lesson, before: Mapping[str, str]) -> Change:
    """The change from the files `before` to those of `lesson`. A file that only one has counts, too."""
    after = files_of(lesson)
    both = {**dict.fromkeys(before, ""), **after}
    return Change(str(lesson), lesson.track, lesson, is_lesson=True, before=before, after=both)


def in_words(change: Change) -> str:
    """Such as 'lesson.toml (2 lines added, 1 removed)'; of a generated file its name alone."""
    return "; ".join(f"{file.name}{_counted([line.kind for line in file.lines])}" for file in change.files)


def _counted(kinds: list[str]) -> str:
    added, removed = kinds.count("added"), kinds.count("removed")
    if not kinds:
        return ""
    return f" ({added} line{'' if added == 1 else 's'} added, {removed} removed)"
