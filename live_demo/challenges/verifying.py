"""Verify challenges: every right solution passes, every wrong one fails at the test that must catch it."""

import asyncio
from collections.abc import AsyncIterator

from live_demo.challenges.definition import Challenge
from live_demo.challenges.grading import grade
from live_demo.sealed.registry import SealedWorkers


def faults_of(challenge: Challenge) -> tuple[int, list[str]]:
    """How many solutions were judged as they must be, and what is wrong with the others, in words."""
    return asyncio.run(_judged(challenge))


async def _judged(challenge: Challenge) -> tuple[int, list[str]]:
    workers = SealedWorkers(1)
    try:
        faults = [fault async for fault in _faults(challenge, workers)]
    finally:
        workers.fork_server.close()
    return len(challenge.right) + len(challenge.wrong) - len(faults), faults


async def _faults(challenge: Challenge, workers: SealedWorkers) -> AsyncIterator[str]:
    where = f"challenge {challenge.name}"
    for name, source in challenge.right.items():
        broken = [result for result in await grade(challenge, source, workers) if not result.passed]
        if broken:
            yield f"{where}: right/{name}.py fails at '{broken[0].name}': {broken[0].words}"
    for name, source in challenge.wrong.items():
        must = challenge.caught_by[name]
        results = {result.name: result for result in await grade(challenge, source, workers)}
        if results[must].passed:
            yield f"{where}: wrong/{name}.py passes '{must}', which must catch it"
