"""The threads that answer plain HTTP."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextvars import ContextVar
from functools import partial
from threading import Thread
from typing import Any, Never

from tutorial.fair_queue import FairQueue

owner: ContextVar[str] = ContextVar("owner", default="")
"""For whom this context submits calls. The owners of calls take turns."""


class DaemonThreads(Executor):
    """A fixed number of daemon threads: the process can end without them, unlike `ThreadPoolExecutor`'s.

    Daphne stops its event loop at once, even while requests are being answered. A thread would then wait for
    ever for the loop to take its response. Transactions that it has not committed are rolled back.
    """

    def __init__(self, number: int, name: str) -> None:
        self._calls: FairQueue[tuple[Future[Any], Callable[[], Any]]] = FairQueue()
        for index in range(number):
            Thread(target=self._work, name=f"{name}_{index}", daemon=True).start()

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        self._calls.put(owner.get(), (future, partial(fn, *args, **kwargs)))
        return future

    def waiting(self, of: str | None = None) -> int:
        """How many calls no thread has taken yet, of all owners or of one."""
        return self._calls.count(of)

    def _work(self) -> Never:
        while True:
            _answer(*self._calls.get())


def _answer(future: Future[Any], call: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(call())
    except BaseException as error:
        future.set_exception(error)
