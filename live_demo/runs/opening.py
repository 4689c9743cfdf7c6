"""Open a run: take its place for one lab socket, counted and taken in one step."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings

from live_demo.runs.models import Run
from live_demo.runs.quota import Quota, one_at_a_time


def open_run(run_id: str, network: str, also: Callable[[Run], None] = lambda run: None) -> bool:
    """Take the place of the run for a lab socket from `network`, which is hashed.

    False where the run does not exist, or was opened before. Raises `RefusedError` where every place is
    taken; `also` may raise it for other reasons. A run that is refused can be opened later.
    """
    with one_at_a_time("open runs"):
        run = Run.objects.filter(pk=UUID(run_id), opened_at=None).first()
        if run is None:
            return False
        check_places(run, network)
        also(run)
        return Run.objects.claim(run_id, network)


def check_places(run: Run, network: str) -> None:
    """Raise `RefusedError` if no place is left for `run` on a socket from `network`, which is hashed."""
    limits = settings.LIVE_DEMO
    if run.what_if:
        what_ifs = Run.objects.exclude(what_if="").usage(network, run.learner_id, limits["WORKER_SECONDS"])
        _what_ifs().check(what_ifs)
    if run.source and not run.first_run_id:
        own = (
            Run.objects.exclude(source="")
            .filter(first_run=None)
            .usage(network, run.learner_id, settings.OWN_CODE["SECONDS"])
        )
        _own_code().check(own)
    _runs().check(Run.objects.usage(network, run.learner_id, limits["MAX_SECONDS"]))


def _runs() -> Quota:
    limits = settings.LIVE_DEMO
    advice = "Until then the recorded run shows the same thing."
    return Quota("live runs", limits["MAX_RUNS"], limits["MAX_RUNS_OF_ONE"], advice)


def _what_ifs() -> Quota:
    limits = settings.LIVE_DEMO
    advice = "Each runs in a process of its own; the lab as written is open."
    return Quota("what-ifs", limits["MAX_WORKERS"], limits["MAX_WORKERS_OF_ONE"], advice)


def _own_code() -> Quota:
    """Limit of runs of own code: `MAX_OPEN` at a time, as many as the queues hold; one for each learner."""
    advice = "Close the run that is open, then run this one."
    return Quota("runs of own code", settings.OWN_CODE["MAX_OPEN"], 1, advice)
