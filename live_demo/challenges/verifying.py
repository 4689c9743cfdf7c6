"""Verify challenges: every right solution passes, every wrong one fails at the test that must catch it."""

import asyncio
from collections.abc import Iterator, Sequence

from lessons.folder.faults import toml_faults
from lessons.models import Lesson
from lessons.plugin import Finding, Key
from live_demo.challenges.definition import Challenge, challenge_file
from live_demo.challenges.explained import key_moment
from live_demo.challenges.judging import judge_source, run_test
from live_demo.sandbox.pool import SandboxPool

AT_ONCE = 8
"""Solutions that are judged at the same time. Most of the time is spent waiting for what does not come."""
BLOCKED_SECONDS = 20
"""The machine may be busy."""

type Found = tuple[int, list[str]]
"""How many solutions were judged as they must be, and what is wrong with the others, in words."""


def verify_challenges(challenges: Sequence[Challenge]) -> list[Found]:
    """What was found of each challenge. All are judged on one fork server."""
    return asyncio.run(_verified(challenges))


def verifying_workers() -> SandboxPool:
    """Workers for code that is trusted not to disturb others: authors' and tests'."""
    return SandboxPool(AT_ONCE, blocked_seconds=BLOCKED_SECONDS, queue_seconds=600, lowered=False)


def dead_links(challenge: Challenge, lesson: Lesson) -> list[str]:
    """The key moments that challenge.toml names and that their lesson, beside `lesson`, has not, as faults.

    A lesson that the track does not have is no fault: the link is left out there.
    """
    lessons = Lesson.objects.filter(track=lesson.track_id, binned_at=None)
    slugs = set(lessons.values_list("slug", flat=True))
    findings: list[Finding] = [
        (key, f"the lesson has no key moment '{place}'")
        for key, place in _places(challenge)
        if place.partition("#")[0] in slugs and not key_moment(place, lessons)
    ]
    path = challenge_file(challenge)
    return [str(fault) for fault in toml_faults(path, path.read_text(encoding="utf-8"), findings)]


def _places(challenge: Challenge) -> Iterator[tuple[Key, str]]:
    """(key in challenge.toml, place) of each key moment that it names."""
    if challenge.explained_by.lesson:
        yield ("explained_by", "lesson"), challenge.explained_by.lesson
    for number, test in enumerate(challenge.tests):
        if test.explained_by and test.explained_by.lesson:
            yield ("tests", number, "explained_by", "lesson"), test.explained_by.lesson


async def _verified(challenges: Sequence[Challenge]) -> list[Found]:
    workers = verifying_workers()
    try:
        return await asyncio.gather(*(_found(challenge, workers) for challenge in challenges))
    finally:
        workers.fork_server.close()


async def _found(challenge: Challenge, workers: SandboxPool) -> Found:
    checks = [_right_fault(challenge, name, workers) for name in challenge.right]
    checks += [_wrong_fault(challenge, name, workers) for name in challenge.wrong]
    faults = [fault for fault in await asyncio.gather(*checks) if fault]
    return len(checks) - len(faults), faults


async def _right_fault(challenge: Challenge, name: str, workers: SandboxPool) -> str:
    results = await judge_source(challenge, challenge.right[name], workers)
    broken = next((result for result in results if not result.passed), None)
    where = f"challenge {challenge.name}: right/{name}.py"
    return f"{where} fails at '{broken.name}': {broken.words}" if broken else ""


async def _wrong_fault(challenge: Challenge, name: str, workers: SandboxPool) -> str:
    must = challenge.caught_by[name]
    [test] = [each for each in challenge.tests if each.name == must]
    result = await run_test(test, challenge.wrong[name], workers)
    where = f"challenge {challenge.name}: wrong/{name}.py"
    return f"{where} passes '{must}', which must catch it" if result.passed else ""
