"""What is removed when its time is over, what stays, and that nobody else has to wait for it."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from reversion import create_revision

from lessons.models import Lesson, Picture
from lessons.pictures.decode import DecodedPicture
from live_demo.models import PastRuns, Run
from quizzes.models import QuizVersion
from tests.support.aged_rows import (
    access,
    ago,
    cleaned,
    deleted_lesson,
    guest,
    picture,
    question_import,
    room,
    run_of,
    session,
    stored_response,
    unopened,
    upload,
)
from tutorial.retention.clean_up import clean_up
from tutorial.retention.pace import LEAST, MOST, TARGET, Pace
from tutorial.retention.rules import RULES
from tutorial.retention.runs import DEPENDS

pytestmark = pytest.mark.django_db

ROWS = {
    "sessions": (lambda: session(ago(seconds=1)), lambda: session(ago(seconds=-60))),
    "failed sign-ins": (
        lambda: access(AccessAttempt, ago(days=31), failures_since_start=1),
        lambda: access(AccessAttempt, ago(days=29), failures_since_start=1, user_agent="another"),
    ),
    "records of failed sign-ins": (
        lambda: access(AccessFailureLog, ago(days=31)),
        lambda: access(AccessFailureLog, ago(days=29)),
    ),
    "records of sign-ins": (lambda: access(AccessLog, ago(days=31)), lambda: access(AccessLog, ago(days=29))),
    "answers of the API": (lambda: stored_response(ago(hours=25)), lambda: stored_response(ago(hours=23))),
    "uploads": (lambda: upload(ago(minutes=61)), lambda: upload(ago(minutes=59))),
    "files of questions": (
        lambda: question_import(ago(minutes=61)),
        lambda: question_import(ago(minutes=59)),
    ),
    "deleted lessons": (lambda: deleted_lesson(ago(days=31)), lambda: deleted_lesson(ago(days=29))),
    "pictures": (lambda: picture(ago(days=31)), lambda: picture(ago(days=29))),
    "rooms": (lambda: room(ago(hours=25)), lambda: room(ago(hours=23))),
    "runs that nobody opened": (lambda: unopened(timedelta(hours=25)), lambda: unopened(timedelta(hours=23))),
    "runs": (lambda: run_of(guest(), timedelta(days=91)), lambda: run_of(guest(), timedelta(days=89))),
    "guests": (
        lambda: guest(last_act_on=ago(days=367).date()),
        lambda: guest(last_act_on=ago(days=364).date()),
    ),
}
"""For each rule, how to make a row whose time is over and one that stays, with the times of the settings."""


def test_there_is_a_row_of_every_kind():
    assert list(ROWS) == [rule.name for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_what_is_outdated_goes_and_what_is_not_stays(rule):
    outdated, fresh = (make() for make in ROWS[rule.name])
    rows = type(fresh)._base_manager
    assert f"{rule.name}: 1 would be removed" in cleaned("--dry-run")
    assert rows.filter(pk=outdated.pk).exists()
    said = cleaned()
    assert f"{rule.name}: 1 removed" in said
    assert said.count("1 removed") == 1
    assert not rows.filter(pk=outdated.pk).exists()
    assert rows.filter(pk=fresh.pk).exists()
    assert "1 removed" not in cleaned()


def test_a_picture_stays_while_anything_shows_it():
    """One list, or one text with its address, keeps a picture."""
    lesson, binned = Lesson.objects.get(), deleted_lesson(ago(days=1))
    shown = [picture(ago(days=99)) for _ in range(7)]
    texts = [f"![a]({each.address})" for each in shown]
    lesson.pictures.add(shown[0])
    Lesson.every.filter(pk=binned.pk).update(snapshot=texts[1])
    Lesson.every.create(
        track=lesson.track, slug="draft", title="x", lab="chat", draft_of=lesson, summary=texts[2]
    )
    lesson.steps.update(result=texts[3])
    lesson.earlier_versions.create(content={"files": {"snapshot.md": texts[4]}})
    QuizVersion.objects.create(lesson=lesson, digest="x", title="x", total=1, questions=[{"text": texts[5]}])
    with create_revision():
        lesson.flow_note = texts[6]
        lesson.save()
    Lesson.objects.update(flow_note="")
    unused = picture(ago(days=99))
    assert "pictures: 1 removed" in cleaned()
    assert set(Picture.objects.all()) == {*shown}
    Lesson.every.filter(slug="draft").update(summary="")
    decoded = DecodedPicture("new", unused.address, b"x")
    Picture.store(decoded)  # stored once more: it counts as new
    Picture.store(DecodedPicture("again", shown[1].address, b"x"))
    Lesson.every.filter(pk=binned.pk).update(snapshot="")
    assert "pictures: 1 removed" in cleaned()
    assert set(Picture.objects.all()) == {unused, *shown[:2], *shown[3:]}


def test_the_times_are_settings(settings):
    settings.RETENTION = {name: timedelta(days=400) for name in settings.RETENTION}
    for outdated, _ in ROWS.values():
        outdated()
    said = cleaned("--dry-run")
    for rule in ("failed sign-ins", "answers of the API", "rooms", "runs", "guests"):
        assert f"\n{rule}: 0 would be removed" in f"\n{said}"


def test_many_rows_go_in_batches_of_their_own_transactions():
    learner = guest()
    old = run_of(learner, timedelta(days=100))
    Run.objects.bulk_create(
        Run(learner=learner, lesson=old.lesson, ended_at=old.ended_at) for _ in range(LEAST)
    )
    Run.objects.update(started_at=ago(days=100))
    (rule,) = (rule for rule in RULES if rule.name == "runs")
    outcome = clean_up(rule)
    assert (outcome.removed, outcome.left) == (LEAST + 1, "")
    assert PastRuns.objects.get().count == LEAST + 1


def test_all_that_refers_to_a_run_is_known():
    fields = Run._meta.get_fields(include_hidden=True)
    assert {each.field for each in fields if each.auto_created and not each.concrete} == DEPENDS


def test_the_run_of_browser_b_outlives_that_of_browser_a():
    learner = guest()
    stays = run_of(learner, first_run=run_of(learner, timedelta(days=91)))
    assert "runs: 1 removed" in cleaned()
    assert Run.objects.get() == stays
    assert Run.objects.get().first_run is None


def test_the_batches_follow_what_they_take():
    pace = Pace()
    for _ in range(20):
        pace.took(TARGET / 100)
    assert pace.rows == MOST
    pace.took(TARGET)
    assert pace.rows == MOST
    for _ in range(20):
        pace.took(TARGET * 2)
    assert pace.rows == LEAST
    pace.rows = 1
    pace.took(TARGET * 2)
    assert pace.rows == 2


def test_a_transaction_that_is_slow_by_itself_removes_as_many_rows_as_fit():
    pace = Pace()
    for _ in range(20):
        pace.took(TARGET / 2 + pace.rows * TARGET / 1000)
    assert 400 <= pace.rows <= 600
