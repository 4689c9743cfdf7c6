"""Keeps in this process what could not be stored at once, and tries again until it is stored."""

import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Condition, Thread

from django.db import InterfaceError, OperationalError, close_old_connections, connection

RETRY_SECONDS = 1.0
"""Seconds from a failed try to the next one."""
AWAY = (OperationalError, InterfaceError)
"""The database is away, locked or full: it may take the same write later."""

logger = logging.getLogger(__name__)


class WriteQueue:
    """Stores one record after the other, in a thread of its own with a database connection of its own."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Callable[[], None], Future[None]]] = deque()
        self._changed = Condition()
        self._thread: Thread | None = None

    def keep(self, store: Callable[[], None]) -> Future[None]:
        """Call `store` in the queue's thread until it succeeds. The future is done after that.

        `store` may be called again after a success, if the database was lost at the commit. If it raises
        an exception other than those in `AWAY`, the future gets it, and `store` is not called again.
        """
        stored: Future[None] = Future()
        with self._changed:
            self._waiting.append((store, stored))
            if self._thread is None:
                self._thread = Thread(target=self._work, name="records", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        return stored

    def finish(self, seconds: float) -> int:
        """Wait for at most `seconds` until everything is stored. Returns how many records are not."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting, seconds)
            return len(self._waiting)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting))
                store, stored = self._waiting[0]
            _store(store, stored)
            with self._changed:
                self._waiting.popleft()
                self._changed.notify_all()


def _store(store: Callable[[], None], stored: "Future[None]") -> None:
    """Call `store` until it returns, or raises an error that no further try would mend."""
    is_first = True
    while True:
        try:
            close_old_connections()
            store()
            stored.set_result(None)
            return
        except AWAY as error:
            if is_first:
                logger.warning("Records of runs wait for the database: %s", error)
            is_first = False
            time.sleep(RETRY_SECONDS)
        except Exception as error:
            stored.set_exception(error)
            return
        finally:
            connection.close()


write_queue = WriteQueue()
"""The write queue of this process."""
