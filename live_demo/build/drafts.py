"""A learner's draft of a file, and what it is compared with."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lessons.models import Learner, Lesson
from live_demo.build.models import CodeVersion
from live_demo.lab import all_labs
from live_demo.what_ifs.diff import DiffLine, diff


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
    def earlier(self) -> list[tuple[CodeVersion, str]]:
        """The versions before the newest one, and in words how each differs from `base`."""
        return [(each, _changed(self.base, each.source)) for each in self.versions[1:]]

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


def _changed(base: str, source: str) -> str:
    old, new = Counter(base.splitlines()), Counter(source.splitlines())
    added, removed = (new - old).total(), (old - new).total()
    if source == base:
        return "the lesson's code"
    return f"{added} line{'' if added == 1 else 's'} added, {removed} removed"


def draft_of(learner: Learner | None, lesson: Lesson, version: str = "") -> Draft:
    """The draft of the lesson's consumer. `version` is the key of an earlier one of the learner's own."""
    base = all_labs()[lesson.lab].source
    if learner is None:
        return Draft(base, base)
    versions = list(CodeVersion.objects.of(learner, lesson))
    shown = next((each for each in versions if str(each.pk) == version), None)
    newest = shown or (versions[0] if versions else None)
    return Draft(newest.source if newest else base, base, versions, shown)
