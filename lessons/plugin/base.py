"""The one way to add to lessons: what an app can plug in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.db.models import Model
from django.http import HttpRequest

from lessons.models import Learner, Lesson, Track
from lessons.plugin.challenge import ChallengeInfo, Verdict
from lessons.plugin.claim import Claim
from lessons.plugin.consent import Consent
from lessons.plugin.content import Content, Finding
from lessons.plugin.folder_file import FolderFile
from lessons.plugin.history import HistoryEntry
from lessons.plugin.passage import Passage
from lessons.plugin.path import PathEntry
from lessons.plugin.recorded import RecordedRun

type WayContext = Callable[[HttpRequest, Lesson], dict[str, Any]]
"""The template variables of a way. A page is kept for everybody if this does not ask who the learner is."""

type LearnerData = Callable[[Learner], list[dict[str, Any]]]
"""All rows of one kind that belong to a learner, oldest first. Values are JSON, datetimes or UUIDs."""


class LabFile(Protocol):
    """The Python file of a lab, as learners read it."""

    @property
    def filename(self) -> str:
        """Relative to the folder of labs, such as 'echo/consumer.py'."""

    @property
    def source(self) -> str:
        """The text of the file."""


class LessonPlugin:
    """What one app adds to lessons.

    Subclass it in `<app>/plugin.py`, override only what the app has, and register one instance:

        class NotesPlugin(LessonPlugin):
            folder_files = (NotesFile(),)
            way_contexts = {"read": notes_context}
            merges = (merge_notes,)
            learner_data = {"notes": notes_of}

        class NotesConfig(AppConfig):
            name = "notes"

            def ready(self) -> None:
                from lessons.plugin import register
                from notes.plugin import NotesPlugin

                register(NotesPlugin())

    The imports stand inside `ready` because models cannot be imported before it. `lessons` imports no other
    app: it asks every registered plugin, in the order of INSTALLED_APPS. Names (of files, ways, kinds of
    data, headings) must be unique among all plugins; `register` raises `ValueError` for one that is taken.
    A way must be in `lessons/ways.py`: a plugin says what the page of a way needs, and cannot add a way.
    """

    # The lesson folder

    folder_files: Sequence[FolderFile] = ()
    """The files beside lesson.toml that the app reads, stores and writes, such as quiz.toml."""

    def labs(self) -> Mapping[str, LabFile]:
        """{name: file} of the labs that `lab` in lesson.toml can name."""
        return {}

    def what_ifs(self) -> Mapping[str, str]:
        """{'lab/name': title} of what `what_ifs` in lesson.toml can name, in the order of display."""
        return {}

    def copy_content(self, source: Lesson, target: Lesson) -> None:
        """Copy the app's rows of `source`, without those of learners, to `target`, which has none yet."""

    def renumbered(self, lesson: Lesson, steps: Mapping[int, int | None]) -> None:
        """Follow new numbers of the execution table's rows. `steps` is {before: after, None if deleted}.

        It is called when the lesson is saved in the admin, for what the form itself does not hold.
        """

    def to_decide(self, lesson: Lesson) -> Iterable[tuple[str, str]]:
        """What an instructor should decide after a change of a public lesson: words, and the page for it."""
        return ()

    def answered(self, lesson: Lesson) -> int:
        """The number of learners who have answered what the app asks in the lesson."""
        return 0

    # The page

    way_contexts: Mapping[str, WayContext] = {}
    """{way: function}: what templates/ways/<way>.html needs beyond `lesson`."""

    def passages(self, lesson: Lesson) -> Iterable[Passage]:
        """What the search finds of the lesson besides its own text. The result is cached for its version."""
        return ()

    # Verification

    def recorded_run(self, lesson: Lesson) -> RecordedRun | None:
        """The recorded run that the database holds of the lesson; None where nothing is recorded.

        It is asked once for each question, so the app reads the run once for each `lesson` instance.
        """
        return None

    def recorded_run_in(self, lab: str, contents: Mapping[str, Content]) -> RecordedRun | None:
        """The same of a folder that is not stored yet: `contents` are its files by their names."""
        return None

    def claims(self, lesson: Lesson) -> Iterable[Claim]:
        """What the app's rows say of the lesson's run, for `verify_lessons` to compare with it."""
        return ()

    def contradicted(self, lesson: Lesson) -> Iterable[Finding]:
        """What the recorded run shows otherwise than the lesson, which has its sections prefetched."""
        return ()

    def publish_warnings(self, lesson: Lesson) -> Iterable[Finding]:
        """What an instructor should look at before publishing, which has its sections prefetched."""
        return ()

    # Challenges: code that learners write, and that is judged

    def challenges(self, lesson: Lesson) -> Sequence[ChallengeInfo]:
        """The challenges of the lesson."""
        return ()

    def attempt_challenge(self, learner: Learner, lesson: Lesson, name: str, source: str) -> int | None:
        """Have `source` judged after this transaction. Returns the attempt's id; None if it is another app's.

        Raises `RefusedError`.
        """
        return None

    def verdicts(self, ids: Collection[int]) -> Mapping[int, Verdict]:
        """{id: verdict} of those of these attempts that are judged. Makes a fixed number of queries."""
        return {}

    # Progress

    progress: Mapping[str, Callable[[Learner], Mapping[int, str]]] = {}
    """{way: function}: {lesson id: what the learner has done there, in a few words such as '2 runs'}.

    The function makes a fixed number of queries. A lesson that it names counts as studied in that way.
    """

    completions: Mapping[str, Callable[[Learner], Collection[int]]] = {}
    """{way: function}: the ids of the lessons in which the learner has finished the way.

    Only for a way that counts when it is finished; any other counts as soon as `progress` names the lesson.
    """

    # The learner's rows

    merges: Sequence[Callable[[Learner, Learner], None]] = ()
    """Functions (guest, account) that move rows of the guest to the account's learner, at sign-in.

    They run in one transaction, in their order. What the guest still has afterwards is deleted with it.
    """

    learner_data: Mapping[str, LearnerData] = {}
    """{name in the file: function}: what the learner gets when asking for all stored data."""

    consents: Sequence[Consent] = ()
    """Settings on the profile by which a learner allows others to see something."""

    history: Mapping[str, Callable[[Learner], Sequence[HistoryEntry]]] = {}
    """{heading on the profile: function}: the learner's latest `MAX_HISTORY` entries, newest first.

    The function makes a fixed number of queries.
    """

    # What staff see of a learner with an account, where the track allows it

    path_rows: Sequence[type[Model]] = ()
    """Models with `learner` and `lesson`: who has such a row in a track has done something there."""

    def path(self, learner: Learner, track: Track) -> Iterable[PathEntry]:
        """The latest that the learner did in the lessons of the track. It makes a fixed number of queries."""
        return ()
