"""A learner's draft of a file, and what it is compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from lessons.models import Learner, Lesson
from live_demo.build.models import CodeVersion
from live_demo.lab import all_labs
from live_demo.runs.list import run_lines
from live_demo.runs.models import Run
from live_demo.what_ifs.diff import DiffLine, diff


@dataclass(frozen=True, slots=True)
class FirstChange:
    """The first line that differs: its number, its text without indentation, and whether it is gone."""

    line: int
    text: str
    is_removed: bool = False


def first_change(before: str, after: str) -> FirstChange | None:
    """The first line that `after` changes, adds or removes; None if both have the same lines."""
    old, new = before.splitlines(), after.splitlines()
    at = next((n for n, pair in enumerate(zip_longest(old, new)) if pair[0] != pair[1]), None)
    if at is None:
        return None
    is_removed = len(new) < len(old) and new[at : at + 1] == old[at + 1 : at + 2]
    return FirstChange(at + 1, (old if is_removed else new)[at].strip()[:60], is_removed)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier version, and where it first differs from the one before it; None: it is the lesson's code.

    `ended` says how its last run ended; empty where no run of it is kept.
    """

    version: CodeVersion
    change: FirstChange | None
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """`source` is in the editor, `base` is what Reset brings back; `versions` newest first."""

    source: str
    base: str
    versions: Sequence[CodeVersion] = ()
    shown: CodeVersion | None = None
    """The earlier version that is looked at."""
    endings: Mapping[str, str] = field(default_factory=dict)
    """{source: how its last run ended} of the earlier versions that have run."""

    @property
    def is_changed(self) -> bool:
        return self.source != self.base

    @property
    def earlier(self) -> list[Earlier]:
        """The versions before the newest one. The oldest is compared with the lesson's code."""
        older = [each.source for each in self.versions[2:]] + [self.base]
        return [
            Earlier(
                each,
                None if each.source == self.base else first_change(before, each.source),
                self.endings.get(each.source, ""),
            )
            for each, before in zip(self.versions[1:], older, strict=True)
        ]

    @property
    def newest(self) -> CodeVersion | None:
        """The draft itself, while an earlier version is looked at."""
        return self.versions[0] if self.shown and self.shown != self.versions[0] else None

    @property
    def since(self) -> list[DiffLine]:
        """The draft, compared with the version that is looked at."""
        return diff(self.source, self.newest.source) if self.newest else []

    @property
    def difference(self) -> list[DiffLine]:
        """All lines of the draft and the deleted ones of `base`, each with its mark. No code is run."""
        return diff(self.base, self.source)


def draft_of(learner: Learner | None, lesson: Lesson, version: str = "") -> Draft:
    """The draft of the lesson's consumer. `version` is the key of an earlier one of the learner's own."""
    base = all_labs()[lesson.lab].source
    if learner is None:
        return Draft(base, base)
    versions = list(CodeVersion.objects.of(learner, lesson))
    shown = next((each for each in versions if str(each.pk) == version), None)
    newest = shown or (versions[0] if versions else None)
    endings = _endings(learner, lesson, versions[1:]) if len(versions) > 1 else {}
    return Draft(newest.source if newest else base, base, versions, shown, endings)


def _endings(learner: Learner, lesson: Lesson, versions: Sequence[CodeVersion]) -> dict[str, str]:
    """{source: how its last run ended}, for those of `versions` that the learner has run."""
    runs = Run.objects.with_record().filter(learner=learner, lesson=lesson, first_run=None)
    ran = runs.filter(source__in={each.source for each in versions}).order_by("started_at")
    last = {run.source: run for run in ran}
    return {line.run.source: line.ended for line in run_lines(last.values())}
