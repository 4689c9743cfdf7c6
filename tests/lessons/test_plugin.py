"""What an app can plug into lessons, and what is refused."""

import re
from dataclasses import dataclass

import pytest
from django.utils import timezone

from lessons.accounts.data import everything_about
from lessons.accounts.history import history_of
from lessons.claims import claims_of
from lessons.folder.files import known_filenames
from lessons.labs import known_labs, known_what_ifs
from lessons.models import Learner, Lesson
from lessons.plugin import Claim, Content, FolderFile, HistoryEntry, LessonPlugin, register, registry
from lessons.progress import progress_of
from lessons.recorded import recorded_run_in, recorded_value
from lessons.way_context import context_for
from lessons.ways import WAYS


class NotesFile(FolderFile):
    filename = "notes.toml"
    schema = Content
    required = False

    def content_of(self, lesson, context=None):
        return None

    def data_of(self, lesson):
        return {}

    def save(self, lesson, content):
        raise AssertionError("nothing to save")


@dataclass
class Value:
    text: str


class Run:
    def value(self, variable, after):
        return Value("1") if variable == "notes" else None


class NotesPlugin(LessonPlugin):
    folder_files = (NotesFile(),)
    way_contexts = {"read": lambda request, lesson: {"notes": ["one"]}}
    progress = {"read": lambda learner: {7: "2 notes"}}
    learner_data = {"notes": lambda learner: [{"text": "one"}]}
    history = {"Notes": lambda learner: [HistoryEntry("one", "/notes/1/", timezone.now())]}

    def labs(self):
        return {"pad": NotesFile()}

    def what_ifs(self):
        return {"pad/torn": "Torn"}

    def recorded_run(self, lesson):
        return Run()

    def recorded_run_in(self, lab, contents):
        return Run() if lab == "pad" else None

    def claims(self, lesson):
        return [Claim("note 1", "Is it?", "It is.", "step 1", holds=True)]


@pytest.fixture
def _notes(monkeypatch):
    monkeypatch.setattr(registry, "_plugins", [*registry._plugins])
    register(NotesPlugin())


@pytest.mark.usefixtures("_notes")
def test_a_plugin_adds_to_the_folder_and_to_what_lesson_toml_can_name():
    assert {"quiz.toml", "trace.json", "notes.toml"} <= known_filenames()
    assert "pad" in known_labs()
    assert known_what_ifs()["pad/torn"] == "Torn"


@pytest.mark.usefixtures("_notes")
@pytest.mark.django_db
def test_a_plugin_adds_to_the_page_and_to_verification(rf):
    lesson = Lesson(pk=999_999)
    assert context_for(WAYS["read"], rf.get("/"), lesson) == {"notes": ["one"]}
    assert claims_of(lesson)[-1].where == "note 1"
    assert recorded_value(lesson, "notes", 1).text == "1"
    assert recorded_value(lesson, "other", 1) is None
    assert recorded_run_in("pad", {}) is not None
    assert recorded_run_in("other", {}) is None


@pytest.mark.usefixtures("_notes")
@pytest.mark.django_db
def test_a_plugin_adds_to_what_is_known_of_a_learner():
    learner = Learner.objects.create()
    assert progress_of(learner)[7].facts == ["2 notes"]
    assert everything_about(None, learner)["notes"] == [{"text": "one"}]
    assert [entry.title for entry in history_of(learner)["Notes"]] == ["one"]


@pytest.mark.usefixtures("_notes")
def test_a_name_that_another_plugin_has_is_refused():
    with pytest.raises(ValueError, match=r"another plugin has file notes\.toml already"):
        register(NotesPlugin())


def test_a_way_that_does_not_exist_is_refused():
    class Dance(LessonPlugin):
        way_contexts = {"dance": lambda request, lesson: {}}

    with pytest.raises(ValueError, match="no way 'dance'"):
        register(Dance())


def test_the_ways_in_the_example_of_the_docstring_exist():
    (ways,) = re.findall(r"way_contexts = \{\"(\w+)\"", LessonPlugin.__doc__)
    assert ways in WAYS
