"""docs/writing-a-lesson.md is followed to the letter: as a folder with the real commands, and at the desk."""

import io
import re
import shlex
import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from lessons.folder.from_rows import file_contents, lesson_folder
from lessons.folder.load import load
from lessons.folder.write import lesson_files
from lessons.models import FlowStep, Lesson
from lessons.stages import PATH
from quizzes.kinds import kinds
from tests.lessons.uploads import decide, text_of, upload
from tests.quizzes.kinds.lessons import lesson_of_every_kind
from tests.support.servers import ROOT, environment, manage, manage_all

GUIDE = (ROOT / "docs" / "writing-a-lesson.md").read_text()
FILES = dict(re.findall(r"^`(\w+\.\w+)`[^\n]*\n\n```\w+\n(.*?)^```", GUIDE, re.M | re.S))
COMMANDS = [
    line for block in re.findall(r"^```sh\n(.*?)^```", GUIDE, re.M | re.S) for line in block.splitlines()
]
TOML, QUIZ = tomllib.loads(FILES["lesson.toml"]), tomllib.loads(FILES["quiz.toml"])
LESSONS = "/admin/lessons/lesson/"
NAME = "django-channels/two-messages"


def commands(folder):
    """The words of each command of the page, `my-lessons` being `folder`."""
    for line in COMMANDS:
        program, *words = shlex.split(line.replace("my-lessons", str(folder)))
        if program != "mkdir":
            assert (program, words.pop(0)) == (".venv/bin/python", "manage.py")
        yield words


@pytest.mark.django_db
def test_the_page_as_a_folder(made_database, tmp_path):
    """Run the page's commands in their order. Its files are written when the page makes their folder."""
    shutil.copy(made_database, tmp_path)
    env = environment(tmp_path)
    export, (folder,), *loading, verifying = commands(tmp_path / "my-lessons")
    assert [words[0] for words in (export, *loading, verifying)] == [
        *("export_lessons", "load_lessons", "record_runs", "load_lessons", "verify_lessons")
    ]
    call_command(*export, stdout=io.StringIO())
    Path(folder).mkdir()
    for name, text in FILES.items():
        (Path(folder) / name).write_text(text)
    assert set(FILES) == {"lesson.toml", "snapshot.md", "transcript.md", "quiz.toml"}
    said = manage_all(env, *loading)
    assert f"{NAME}: unchanged" in said  # but for the run, which is loaded the second time
    assert (Path(folder) / "trace.json").is_file()
    verified = manage(env | {"OWN_CODE": "off"}, *verifying)  # the lab's challenges are none of the page's
    assert re.search(rf"{NAME}: 2\d proven on Daphne", verified)


@pytest.mark.django_db
def test_the_page_in_the_admin(client, tmp_path):
    """The same lesson, field by field; in the end it holds what the files hold."""
    client.force_login(User.objects.create_superuser("ada"))
    assert 'href="/admin/lessons/lesson/guide/#the-short-way"' in client.get("/admin/").text
    shown = client.get(f"{LESSONS}guide/").text
    assert '<a href="#in-the-admin">In the admin</a>' in shown
    assert '<h2 id="in-the-admin">In the admin</h2>' in shown
    assert "../CONTRIBUTING" not in shown
    saved = client.post(f"{LESSONS}add/", fields(), follow=True)
    lesson = Lesson.objects.get(slug="two-messages")
    assert saved.redirect_chain[-1][0] == f"{LESSONS}{lesson.pk}/change/"
    client.post(f"{LESSONS}{lesson.pk}/change/", fields(lesson), follow=True)
    assert "Only instructors see this page" in text_of(client.get(lesson.get_absolute_url()))

    with zipfile.ZipFile(io.BytesIO(act(client, "download", lesson).content)) as downloaded:
        downloaded.extractall(tmp_path / "unpacked")
    manage(environment(tmp_path), "record_runs", tmp_path / "unpacked")
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path / "unpacked")
    decide(client, upload(client, Path(packed).read_bytes()))
    act(client, "publish", lesson)

    lesson = Lesson.objects.with_sections().get(slug="two-messages")
    assert not lesson.is_draft
    assert lesson.recording.points
    written = lesson_files(lesson_folder(lesson), file_contents(lesson))
    written["lesson.toml"] = written["lesson.toml"].replace('"published"', '"draft"')
    assert {name: tomllib.loads(written[name]) for name in ("lesson.toml", "quiz.toml")} == {
        "lesson.toml": TOML,
        "quiz.toml": QUIZ,
    }
    assert {name: written[name] for name in ("snapshot.md", "transcript.md")} == {
        name: FILES[name] for name in ("snapshot.md", "transcript.md")
    }


def test_its_questions_of_every_type_are_loaded(no_lessons, tmp_path):
    track = lesson_of_every_kind(tmp_path)
    section = GUIDE.split("## Questions of every type")[1].split("\n## ")[0]
    quiz = "\n".join(re.findall(r"^```toml\n(.*?)^```", section, re.M | re.S))
    (track / "01-every-kind" / "quiz.toml").write_text(quiz)
    load(track)
    assert {question.kind for question in Lesson.objects.get().questions.all()} == set(kinds)
    for name in (
        "order",
        "variable",
        "after",
        "tolerance",
        "form",
        "credits",
        "missed",
        "reveal",
        "match",
        "extra",
        "percent",
    ):
        assert f"`{name}`" in section or f"| `{name}` |" in GUIDE


def test_no_command_is_written_that_finds_no_django():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        assert not re.search(r"(?<!\.venv/bin/)python manage\.py", page.read_text()), page


def test_the_page_names_every_part_lane_and_type():
    for name in [*PATH, *FlowStep.Place.values, *kinds]:
        assert f"`{name}`" in GUIDE


def act(client, action, lesson):
    return client.post(LESSONS, {"action": action, "_selected_action": [lesson.pk], "index": 0}, follow=True)


def fields(lesson=None):
    """What the form of the desk posts; of a lesson that is there, the flow says what it covers."""
    script = FILES["lesson.toml"].split("[[script]]", 1)[1].split("[execution]")[0]
    transcript = [
        re.fullmatch(r"(.*?) \{(.*)\}", text) for text in FILES["transcript.md"].strip().split("\n\n")
    ]
    data = {
        **{name: TOML[name] for name in ("title", "summary", "minutes", "lab", "marks")},
        "track": Lesson.objects.get(slug="websocket-support").track_id,
        "needs": list(Lesson.objects.filter(slug__in=TOML["needs"]).values_list("pk", flat=True)),
        "number": 9,
        "slug": "two-messages",
        "status": "draft",
        "flow_note": TOML["flow"]["note"],
        "sample_note": TOML["sample"]["note"],
        "sample_message": "hello",
        "script": "[[script]]" + script,
        "ends_when": TOML["execution"]["ends_when"],
        "snapshot": FILES["snapshot.md"],
        "_continue": "",
        **tracker(TOML["tracker"]),
        **rows("steps", [{**row, "is_blank": "on"} for row in TOML["execution"]["steps"]], lesson),
        **rows("flow_steps", [flow_step(row, lesson) for row in TOML["flow"]["steps"]], lesson),
        **rows("key_moments", TOML["key_moments"], lesson),
        **rows("transcript_parts", [{"text": part[1], "points_to": part[2]} for part in transcript], lesson),
        **rows("questions", [question(row) for row in QUIZ["questions"]], lesson),
    }
    for number, row in enumerate(QUIZ["questions"]):
        asked = lesson and lesson.questions.get(number=number + 1)
        choices = [choice(each) for each in row["choices"]]
        data |= rows("choices", choices, asked, f"questions-{number}-")
        data |= rows("hints", row.get("hints", []), asked, f"questions-{number}-")
    return data


def rows(relation, contents, parent, before=""):
    """An inline's fields, with the keys of the rows that are there already."""
    held = list(getattr(parent, relation).order_by("number")) if parent else []
    prefix = f"{before}{relation}"
    data = {f"{prefix}-TOTAL_FORMS": len(contents), f"{prefix}-INITIAL_FORMS": len(held)}
    for number, content in enumerate(contents):
        key = {"id": held[number].pk, "number": number + 1} if held else {"number": ""}
        data |= {f"{prefix}-{number}-{name}": value for name, value in {**content, **key}.items()}
    return data


def flow_step(row, lesson):
    numbers = row["covers"] if lesson else []
    covered = lesson.steps.filter(number__in=numbers).values_list("pk", flat=True) if lesson else []
    return {
        "title": row["title"],
        "text": row["text"],
        "place": row.get("at", "consumer"),
        "steps": list(covered),
    }


def question(row):
    own = {name: row[name] for name in ("key", "proof", "text")}
    expects = str(row.get("expects", {})).replace("'", '"')
    return {
        **own,
        "kind": row.get("kind", "single"),
        "credits": "[100]",
        "reveal": "closed",
        "expects": expects,
    }


def choice(row):
    return {
        "text": row["text"],
        "feedback": row["feedback"],
        **({"is_right": "on"} if row.get("right") else {}),
    }


def tracker(grid):
    """The grid as its widget posts it, with its empty last column and row."""
    data = {"tracker-moments": len(grid["moments"]) + 1, "tracker-variables": len(grid["variables"]) + 1}
    for column, moment in enumerate(grid["moments"]):
        data |= {
            f"tracker-m{column}-title": moment["title"],
            f"tracker-m{column}-after": moment.get("after", ""),
        }
    for row, variable in enumerate(grid["variables"]):
        data |= {f"tracker-v{row}-name": variable["name"], f"tracker-v{row}-blank": "on"}
        for column, (value, note) in enumerate(zip(variable["values"], variable["notes"], strict=True)):
            data[f"tracker-v{row}-m{column}-value"] = value
            data[f"tracker-v{row}-m{column}-note"] = note
    return data
