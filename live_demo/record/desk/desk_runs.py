"""Start a run at the desk in a thread: nothing of it waits in a request."""

import threading
from dataclasses import replace
from typing import Any

import reversion
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, connections, transaction

from lessons.claims import claims_of
from lessons.markdown import plain
from lessons.models import Lesson
from live_demo.lab import all_labs
from live_demo.record.desk.fill import fill, may_fill
from live_demo.record.desk.models import DeskRun
from live_demo.record.desk.play import Brought, NoRunError, play_alone
from live_demo.record.replies import only_sends
from live_demo.record.server import Script
from live_demo.record.verify import Verified, verify
from live_demo.runs.models import Recording
from live_demo.trace.point import points_in
from live_demo.trace.steps import Reach

MAX_RUNS = 20
"""Runs of a lesson that are kept; the oldest go first."""


class BusyError(Exception):
    """Raised while another run is not over yet."""


def cannot_run(lesson: Lesson, purpose: str = "") -> str:
    """The reason why the lesson cannot be run, in an instructor's words; empty if it can."""
    if lesson.lab not in all_labs():
        return "Choose a lab first."
    if purpose == DeskRun.Purpose.FILL:
        return "" if may_fill(lesson) else "This lesson has rows already. Only an empty draft is filled."
    if not lesson.steps.all():
        return "Write the steps of the execution table first: the run is recorded with them."
    if without := [step.number for step in lesson.steps.all() if not step.reached_by]:
        return f"Say what reaches step {without[0]} first."
    return ""


def start(lesson: Lesson, purpose: DeskRun.Purpose, user: AbstractBaseUser) -> DeskRun:
    """Begin a run in a thread of its own. Raises `BusyError` while another one is open."""
    DeskRun.objects.end_lost()
    try:
        with transaction.atomic():
            run = DeskRun.objects.create(lesson=lesson, purpose=purpose, started_by_id=user.pk)
    except IntegrityError as error:
        raise BusyError from error
    old = DeskRun.objects.filter(lesson=lesson).values_list("pk", flat=True)[MAX_RUNS:]
    DeskRun.objects.filter(pk__in=list(old)).delete()
    execute_in_thread(run.pk)
    return run


def execute_in_thread(pk: int) -> None:
    """Execute the run with this primary key in a thread, which has its own connection to the database."""

    def work() -> None:
        try:
            execute(pk)
        finally:
            connections.close_all()

    transaction.on_commit(threading.Thread(target=work, name=f"desk run {pk}", daemon=True).start)


def execute(pk: int) -> None:
    """Play the script of the lesson, compare, and store what came of it."""
    own = DeskRun.objects.filter(pk=pk)
    run = own.select_related("lesson", "started_by").get()
    lesson = Lesson.every.with_sections().get(pk=run.lesson_id)
    trouble, found = "", Verified()
    try:
        finds_awaits = run.purpose == DeskRun.Purpose.FILL and only_sends(lesson.browser_side.rows)
        script = script_of(lesson, finds_awaits=finds_awaits)
        brought = play_alone(script, lambda step: _note(pk, step))
        if run.purpose == DeskRun.Purpose.FILL:
            brought, lesson = _filled(run, lesson, brought)
        found = verify(lesson, claims_of(lesson), points_in(brought.points))
        if run.purpose != DeskRun.Purpose.VERIFY:
            _store(lesson, brought, run)
    except NoRunError as error:
        trouble = str(error)
    except Exception:
        trouble = "Something went wrong here; nothing was changed. The server's log has more."
        raise
    finally:
        own.end(
            trouble=trouble,
            proven=found.proven,
            findings=[[list(key), words] for key, words in found.findings],
            not_executable=[[list(claim.key), plain(claim.text)] for claim in found.unproven],
        )


def _filled(run: DeskRun, lesson: Lesson, brought: Brought) -> tuple[Brought, Lesson]:
    """(the run with the steps that it has written, the lesson with these steps)."""
    script = _with_awaits(lesson, brought) if only_sends(lesson.browser_side.rows) else None
    points = fill(lesson, points_in(brought.points), run.started_by, script=script)
    data = [point.as_json() for point in points]
    return replace(brought, points=data), Lesson.every.with_sections().get(pk=lesson.pk)


def _with_awaits(lesson: Lesson, brought: Brought) -> list[dict[str, Any]]:
    """The script of the lesson as it was played, as far as it was written: without what it does by itself."""
    begins = 0 if lesson.script[0]["do"] == "connect" else 1
    return brought.rows[begins:-1]  # the last row closes


def script_of(lesson: Lesson, *, finds_awaits: bool = False) -> Script:
    """The script of a lesson that may have gaps elsewhere."""
    steps = [Reach(step.reached_by, step.sent_by) for step in lesson.steps.all()]
    return Script(lesson.lab, steps, lesson.browser_side, finds_awaits=finds_awaits)


def _note(pk: int, step: int) -> None:
    DeskRun.objects.filter(pk=pk).update(reached=step)


def _store(lesson: Lesson, brought: Brought, run: DeskRun) -> None:
    """Store the run as the lesson's recording, with a line in the lesson's history."""
    with transaction.atomic(), reversion.create_revision():
        if run.started_by:
            reversion.set_user(run.started_by)
        reversion.set_comment(f"Its run was recorded on {brought.server}.")
        values = {"server": brought.server, "trace": brought.points, "script": brought.rows}
        Recording.objects.update_or_create(lesson=lesson, defaults=values)
        lesson.new_version()
