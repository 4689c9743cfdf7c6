"""The recorded run of a lesson, from whichever plugin has it."""

from collections.abc import Mapping

from lessons.models import Lesson
from lessons.plugin import Content, Finding, RecordedRun, RecordedValue, plugins

NO_RUN = (
    "its answer is read from the recorded run, and the lesson has none: "
    "record the run first, at the desk under 'Record and verify', in a folder with record_runs"
)
"""Reason why a lesson without a run cannot be published, if it asks for a value of the run."""

NOT_PROVEN = "not proven yet"
"""How a finding begins that is no contradiction: the lesson does not say what would prove it."""


def recorded_value(lesson: Lesson, variable: str, after: int | None) -> RecordedValue | None:
    """The value of `variable` after step `after` (None: before the first) in the stored run of `lesson`.

    None where the lesson has no run, or the run no such value.
    """
    runs = (run for plugin in plugins() if (run := plugin.recorded_run(lesson)))
    return next((value for run in runs if (value := run.value(variable, after))), None)


def recorded_run(lesson: Lesson) -> RecordedRun | None:
    """The run that is recorded of `lesson`; None where it has none."""
    return next((run for plugin in plugins() if (run := plugin.recorded_run(lesson))), None)


def recorded_run_in(lab: str, contents: Mapping[str, Content]) -> RecordedRun | None:
    """The run in the files of a lesson folder; None where it has none."""
    runs = (plugin.recorded_run_in(lab, contents) for plugin in plugins())
    return next((run for run in runs if run), None)


def contradicted(lesson: Lesson) -> list[Finding]:
    """What the recorded run of `lesson` shows otherwise; `lesson` has its sections prefetched."""
    return [finding for finding in _compared(lesson) if not is_unproven(finding[1])]


def unproven(lesson: Lesson) -> list[Finding]:
    """What the recorded run of `lesson` would prove if the lesson said how."""
    return [finding for finding in _compared(lesson) if is_unproven(finding[1])]


def is_unproven(words: str) -> bool:
    return words.startswith(NOT_PROVEN)


def _compared(lesson: Lesson) -> list[Finding]:
    return [finding for plugin in plugins() for finding in plugin.contradicted(lesson)]
