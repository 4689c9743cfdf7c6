"""How another app adds its part to lessons: one `LessonPlugin` an app, registered in `AppConfig.ready`.

`LessonPlugin` (base.py) says what an app can add, and how. The rest are the types that it names.
"""

from lessons.plugin.base import LearnerData, LessonPlugin, WayContext
from lessons.plugin.challenge import ChallengeInfo, Checked, Verdict
from lessons.plugin.claim import Claim
from lessons.plugin.consent import Consent
from lessons.plugin.content import Content, Finding, Key, LessonContext
from lessons.plugin.folder_file import FolderFile
from lessons.plugin.history import MAX_HISTORY, HistoryEntry
from lessons.plugin.passage import Passage
from lessons.plugin.path import MAX_PATH, PathEntry
from lessons.plugin.recorded import RecordedRun, RecordedValue
from lessons.plugin.registry import plugins, register

__all__ = [
    "MAX_HISTORY",
    "MAX_PATH",
    "ChallengeInfo",
    "Checked",
    "Claim",
    "Consent",
    "Content",
    "Finding",
    "FolderFile",
    "HistoryEntry",
    "Key",
    "LearnerData",
    "LessonContext",
    "LessonPlugin",
    "Passage",
    "PathEntry",
    "RecordedRun",
    "RecordedValue",
    "Verdict",
    "WayContext",
    "plugins",
    "register",
]
