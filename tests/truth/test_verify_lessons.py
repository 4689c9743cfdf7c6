"""verify_lessons runs the labs on a real Daphne: the shipped lesson is true, spoiled copies of it are not."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from tests.support import processes
from tests.support.installations import InProcess
from tests.support.server_fixtures import EVERY_LESSON, SHIPPED

LIES = {
    "order": ("lesson.toml", 'reached_by = "websocket.send"', 'reached_by = "websocket.close"'),
    "value": ("lesson.toml", "\"['hello']\"", "\"['hallo']\""),
    "variable": ("lesson.toml", 'name = "message_buffer"', 'name = "inbox"'),
    "message": ("lesson.toml", "[sample]\n", '[sample]\nmessage = "hey"\n'),
    "right": ("quiz.toml", 'proof = "moment 2"', 'proof = "moment 1"'),
    "step": ("quiz.toml", 'proof = "step 4"', 'proof = "step 3"'),
}


@pytest.fixture(scope="module")
def installation(made_database, tmp_path_factory, django_db_blocker):
    """A database with the first lesson, and a spoiled copy of it for each kind of lie."""
    folders = tmp_path_factory.mktemp("lies") / "fixtures"
    track = folders / "django-channels"
    first = "01-websocket-support"
    shutil.copytree(EVERY_LESSON / track.name / first, track / first)
    shutil.copy(EVERY_LESSON / track.name / "track.toml", track)
    for number, (name, (file, old, new)) in enumerate(LIES.items(), start=1):
        shipped = SHIPPED / track.name / first
        spoiled = shutil.copytree(shipped, folders / "lies" / f"{number:02}-{name}") / file
        assert old in spoiled.read_text()
        spoiled.write_text(spoiled.read_text().replace(old, new, 1))
    (folders / "lies" / "track.toml").write_text('title = "Lies"\nsummary = "None is true."\nnumber = 9\n')
    var = tmp_path_factory.mktemp("var")
    shutil.copy(made_database, var)
    made = InProcess(var, f"sqlite:///{var}/{made_database.name}")
    with django_db_blocker.unblock():
        made.manage("load_lessons", folders)
    return made


def run(installation, *arguments, **variables):
    env = installation.env | variables
    return processes.run(["manage.py", "verify_lessons", *arguments], env=env)


def without_challenges(installation, *arguments):
    """The challenges of the lab are judged for the lesson that is true, so not again for its copies."""
    done = run(installation, *arguments, OWN_CODE="off")
    assert "Challenges are left out. The operator of this site has switched off" in done.stdout
    return done


def test_the_shipped_lesson_is_proven(installation):
    done = run(installation, "django-channels/websocket-support")
    assert (done.returncode, done.stderr) == (0, "")
    assert "django-channels/websocket-support: 38 proven on Daphne" in done.stdout
    assert done.stdout.count("not executable") == 16


def test_every_kind_of_lie_is_found_and_the_command_fails(installation):
    done = without_challenges(installation)
    assert done.returncode == 1
    assert "django-channels/websocket-support: 24 proven" in done.stdout
    for told in (
        "lies/order: step 4 is never reached: the run has no websocket.close for it",
        "lies/value: the tracker says that message_buffer is ['hallo'] at 'After the message arrives'",
        "lies/variable: the tracker says that inbox is [] at 'Start'; the run has no inbox at the start",
        "lies/message: the tracker says that message_buffer is ['hello'] at 'After the message arrives'; "
        "in the run it is ['hey'] after step 3",
        "lies/right: question 'state-after-step-2', option a (`'Accepted'`) is marked right, but the run "
        "does not show it: in the run it is None at the start",
        "lies/right: question 'state-after-step-2', option c (`None`) is marked wrong, but the run shows it",
        "lies/step: question 'step-that-replies', option a (Step 3) is marked wrong, but the run shows it",
    ):
        assert told in done.stderr
    assert "django-channels/" not in done.stderr


def test_a_lab_that_there_is_not_and_one_that_breaks_off_are_told(installation):
    change = installation.execute
    change("UPDATE lessons_lesson SET lab = 'no-such-lab' WHERE slug = 'order'")
    change("UPDATE lessons_lesson SET lab = 'refusing' WHERE slug = 'value'")
    done = without_challenges(installation, "lies/order", "lies/value")
    assert done.returncode == 1
    assert "lies/order: lab: there is no lab 'no-such-lab'" in done.stderr
    assert "lies/value: the run broke off: connect: it could not connect (server rejected" in done.stderr
    change("UPDATE lessons_lesson SET lab = 'chat'")


@pytest.mark.django_db
def test_a_lesson_that_there_is_not_is_told():
    with pytest.raises(CommandError, match="There is no lesson lies/nothing; there are: "):
        call_command("verify_lessons", "lies/nothing")
