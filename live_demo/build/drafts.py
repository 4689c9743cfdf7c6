"""A learner's draft of a file, and what it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from lessons.models import Learner, Lesson
from live_demo.build.models import CodeVersion
from live_demo.lab import all_labs
from live_demo.what_ifs.diff import DiffLine, diff


@dataclass(frozen=True, slots=True)
class FirstChange:
    """The first line that differs: its number, its text without indentation, and whether it is gone."""

    line: int
    text: str
    is_removed: bool = False


def first_change(before: str, after: str) -> FirstChange | None:
    """Where `after` first differs from `before`; None where their lines are the same."""
    old, new = before.splitlines(), after.splitlines()
    at = next((n for n, pair in enumerate(zip_longest(old, new)) if pair[0] != pair[1]), None)
    if at is None:
        return None
    is_removed = len(new) < len(old) and new[at : at + 1] == old[at + 1 : at + 2]
    return FirstChange(at + 1, (old if is_removed else new)[at].strip()[:60], is_removed)


@dataclass(frozen=True, slots=True)
class Draft:
    """`source` is in the editor, `base` is what Reset brings back; `versions` newest first."""

    source: str
    base: str
    versions: Sequence[CodeVersion] = ()
    shown: CodeVersion | None = None
    """The earlier version that is looked at."""

    @property
    def is_changed(self) -> bool:
        return self.source != self.base

    @property
    def earlier(self) -> list[tuple[CodeVersion, FirstChange | None]]:
        """The versions before the newest one, and where each first differs from the one before it.

        None stands for the lesson's code. The oldest is compared with that.
        """
        older = [each.source for each in self.versions[2:]] + [self.base]
        return [
            (each, None if each.source == self.base else first_change(before, each.source))
            for each, before in zip(self.versions[1:], older, strict=True)
        ]

    @property
    def newest(self) -> CodeVersion | None:
        """The draft itself, while an earlier version is looked at."""
        return self.versions[0] if self.shown and self.shown != self.versions[0] else None

    @property
    def since(self) -> list[DiffLine]:
        """What has become of the version that is looked at: the draft compared with it."""
        return diff(self.source, self.newest.source) if self.newest else []

    @property
    def difference(self) -> list[DiffLine]:
        """Every line, with those of `base` that are gone. Lines alone are marked, nothing is run."""
        return diff(self.base, self.source)


def draft_of(learner: Learner | None, lesson: Lesson, version: str = "") -> Draft:
    """The draft of the lesson's consumer. `version` is the key of an earlier one of the learner's own."""
    base = all_labs()[lesson.lab].source
    if learner is None:
        return Draft(base, base)
    versions = list(CodeVersion.objects.of(learner, lesson))
    shown = next((each for each in versions if str(each.pk) == version), None)
    newest = shown or (versions[0] if versions else None)
    return Draft(newest.source if newest else base, base, versions, shown)
