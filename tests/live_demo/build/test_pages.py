"""Build without a socket: its page, what is saved and run, and what is refused."""

from types import SimpleNamespace

import pytest

from live_demo.build import views
from live_demo.build.models import CodeVersion
from live_demo.lab import all_labs
from live_demo.lab_settings import lab_settings
from live_demo.runs.models import Run
from live_demo.runs.shown import own_lab
from live_demo.sandbox.own_files import files_in, line_before
from live_demo.sandbox.status import Status
from live_demo.view.run_view import tracked
from tests.live_demo.build.own_code import ACTS, CODE, PAGE

HTMX = {"HX-Request": "true"}


def test_the_page_has_the_lesson_s_code_in_a_text_area_without_javascript(builder):
    page = builder.get(PAGE).content.decode()
    assert '<textarea id="source" name="source"' in page
    assert "class ChatConsumer(AsyncWebsocketConsumer):" in page
    assert f'formaction="{ACTS}save/"' in page


def test_what_is_saved_is_the_draft_with_the_line_at_which_it_is_no_python(builder):
    page = builder.post(f"{ACTS}save/", {"source": "x = 1\ndef f(:\n"}, follow=True).content.decode()
    assert 'because of <a href="#editor-line-2">line 2</a>: SyntaxError: invalid syntax' in page
    assert '<li id="editor-line-2" class="fault">' in page
    assert "def f(:" in builder.get(PAGE).content.decode()


def test_the_page_asks_for_a_first_change_until_there_is_one(builder):
    assert "write <code>{text_data.upper()}</code> in place of <code>{text_data}</code>" in (
        builder.get(PAGE).content.decode()
    )
    changed = builder.post(f"{ACTS}save/", {"source": CODE}, follow=True)
    assert "Try this first" not in changed.content.decode()


def test_the_first_task_of_each_lab_changes_the_line_that_it_names():
    for name, lab in all_labs().items():
        task = lab_settings(name).first_task
        lines = lab.source.splitlines()
        assert lines[task.line - 1].count(task.old) == 1, name
        assert task.new not in lab.source, name
        compile(task.done_in(lab.source), name, "exec")


def test_run_without_javascript_saves(builder):
    assert builder.post(f"{ACTS}run/", {"source": CODE}, follow=True).status_code == 200
    assert CodeVersion.objects.get().source == CODE
    assert not Run.objects.exists()


def test_run_saves_and_answers_with_the_addresses_and_the_code(builder):
    source = f"{CODE}self.mine = 1\n"
    page = builder.post(f"{ACTS}run/", {"source": source}, headers=HTMX).content.decode()
    run = Run.objects.get()
    assert run.source == source
    tracker = page[page.index('<table id="live-tracker"') :]
    assert 'data-lane="mine"' in tracker
    assert "message_buffer" not in tracker
    assert f'data-run="{run.id}"' in page
    assert 'id="own-source" data-hx-swap-oob="outerHTML"' in page
    assert "Mine" in page


def test_where_own_code_is_off_it_is_saved_and_the_page_says_why(builder, monkeypatch):
    off = Status("A sandboxed worker failed its self-test: it can fork.")
    monkeypatch.setattr("live_demo.build.views.status", lambda: off)
    monkeypatch.setattr("live_demo.build.build_way.status", lambda: off)
    page = builder.post(f"{ACTS}run/", {"source": CODE}, headers=HTMX)
    assert page.status_code == 503
    assert (
        "saved, and was not run. A sandboxed worker failed its self-test: it can fork."
        in page.content.decode()
    )
    assert CodeVersion.objects.get().source == CODE
    assert "it can fork" in builder.get(PAGE).content.decode()


def test_the_saves_of_one_network_are_limited(builder, monkeypatch):
    monkeypatch.setattr(views, "_SAVES_PER_MINUTE", 20)
    saves = [builder.post(f"{ACTS}save/", {"source": f"x = {number}"}) for number in range(3)]
    assert [each.status_code for each in saves] == [302, 302, 429]
    assert "Your network has saved 2 times within a minute." in saves[-1].content.decode()
    there = builder.post(f"{ACTS}save/", {"source": "y = 1"}, REMOTE_ADDR="127.0.3.1")
    assert there.status_code == 302


def test_a_file_that_is_too_long_or_empty_is_refused_in_words(builder):
    assert "may have 20000" in builder.post(f"{ACTS}save/", {"source": "x" * 20_001}).content.decode()
    assert "is empty" in builder.post(f"{ACTS}save/", {"source": " \n"}).content.decode()
    assert not CodeVersion.objects.exists()


def test_several_files_are_one_text_with_one_numbering(builder):
    source = "from .words import x\n# file: words.py\nx = 1\n# file: more.py\n"
    files = files_in(source)
    assert files == {"consumer.py": "from .words import x\n", "words.py": "x = 1\n", "more.py": ""}
    assert [line_before(files, name) for name in files] == [0, 2, 4]
    builder.post(f"{ACTS}save/", {"source": source})
    page = builder.get("/learn/django-channels/websocket-support/take-home/").content.decode()
    assert all(name in page for name in ("consumer/", "__init__.py", "words.py", "more.py"))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("words.py", "There are two files words.py. Give one of them another name."),
        ("my words.py", "“my words.py” cannot be the name of a file. Use letters, digits and _,"),
        ("2.py", "do not begin with a digit"),
        ("words", "end with .py"),
        ("class.py", "“class” is a word of Python"),
        ("__init__.py", "consumer.py takes its place"),
    ],
)
def test_a_file_that_cannot_have_its_name_is_kept_and_told_at_its_line(builder, name, why):
    source = f"# file: words.py\nx = 1\n# file: {name}\n"
    page = builder.post(f"{ACTS}save/", {"source": source}, follow=True).content.decode()
    assert why in page
    assert 'href="#editor-line-3"' in page
    assert CodeVersion.objects.get().source == source
    page = builder.post(f"{ACTS}run/", {"source": source}, headers=HTMX).content.decode()
    assert "Your code is saved, and was not run." in page
    assert not Run.objects.exists()


def test_the_tracker_of_a_run_has_the_variables_of_the_learner_s_code(lesson):
    points = [SimpleNamespace(attributes=each) for each in ({"seen": "0"}, {"seen": "1", "odd name": "2"})]
    lab = own_lab("chat", CODE, points)
    assert [each.name for each in tracked(lesson, lab)] == ["seen"]
    source = "self.count: int = 0\nself.seen += 1\nif self.other == self.count:\n    self.seen.x = 1\n"
    assert [each.name for each in tracked(lesson, own_lab("chat", source))] == ["count", "seen"]
    layered = own_lab("groups", "self.channel_layer.group_add(self.room)")
    assert [each.name for each in tracked(lesson, layered)] == ["in_groups"]
