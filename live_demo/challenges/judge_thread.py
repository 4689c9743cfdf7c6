"""The judge: a thread of its own with an event loop, in which attempts are judged one after the other."""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from functools import cache
from typing import Any

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone

from live_demo.challenges.definition import Challenge
from live_demo.challenges.judging import judge_source
from live_demo.challenges.models import ChallengeAttempt, Standing
from live_demo.challenges.result import Result
from live_demo.sandbox.pool import SandboxPool
from live_demo.sandbox.queue import owner
from live_demo.trace.stored import storable
from live_demo.workers.client import NoWorkerError

logger = logging.getLogger(__name__)


class Judge:
    """Judges attempts with half of the places for own code; the other half is for runs."""

    def __init__(self) -> None:
        self._counting = threading.Lock()
        self._pending: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._workers = SandboxPool(max(1, settings.OWN_CODE["MAX_WORKERS"] // 2))
        threading.Thread(target=self._loop.run_forever, daemon=True, name="judge").start()

    def submit(self, attempt_id: int, challenge: Challenge, source: str, whose: str) -> None:
        """Judge in the background, and store the verdict. `whose` is the `owner` of the place."""
        with self._counting:
            self._pending[whose] += 1
        judged = self._begin(self._judge(attempt_id, challenge, source), whose)
        judged.add_done_callback(lambda _: self._no_longer_pending(whose))

    def pending(self, whose: str) -> int:
        """Number of one owner's attempts that this process judges or has waiting."""
        return self._pending[whose]

    def _no_longer_pending(self, whose: str) -> None:
        with self._counting:
            self._pending[whose] -= 1
            self._pending += Counter()  # forgets those who have none

    def result[T](
        self, work: Callable[[SandboxPool], Coroutine[Any, Any, T]], seconds: float, whose: str
    ) -> T:
        """Wait in this thread for the result of `work`. Raises `TimeoutError`, and what `work` raises."""
        future = self._begin(work(self._workers), whose)
        try:
            return future.result(seconds)
        finally:
            future.cancel()

    def _begin[T](self, work: Coroutine[Any, Any, T], whose: str) -> Future[T]:
        async def owned() -> T:
            owner.set(whose)
            return await work

        return asyncio.run_coroutine_threadsafe(owned(), self._loop)

    async def _judge(self, attempt_id: int, challenge: Challenge, source: str) -> None:
        results: Sequence[Result] = ()
        why = ""
        try:
            results = await judge_source(challenge, source, self._workers)
        except NoWorkerError as error:
            why = f"Your code could not be run: {error}. It does not count as a try."
        except Exception:
            logger.exception("Attempt %s could not be judged", attempt_id)
            why = "Your code could not be judged. It does not count as a try."
        await asyncio.to_thread(_store_and_close, attempt_id, results, why)


@cache
def judge() -> Judge:
    """The judge of this process."""
    return Judge()


def _store_and_close(attempt_id: int, results: Sequence[Result], why: str) -> None:
    try:
        store(attempt_id, results, why)
    finally:
        close_old_connections()


@transaction.atomic
def store(attempt_id: int, results: Sequence[Result], why: str = "") -> None:
    """Store the verdict, and count the try. An attempt that is gone, or judged already, stays as it is."""
    attempt = ChallengeAttempt.objects.select_for_update().filter(pk=attempt_id, judged_at=None).first()
    if attempt is None:
        return
    attempt.results = storable([result.as_json() for result in results])
    attempt.traces = storable({result.name: traces for result in results if (traces := result.traces)})
    attempt.passed = bool(results) and all(result.passed for result in results)
    attempt.why, attempt.judged_at = why, timezone.now()
    attempt.save()
    attempt.drop_old_traces()
    if not why:
        Standing.objects.select_for_update().get(pk=attempt.standing_id).note(attempt.passed)
