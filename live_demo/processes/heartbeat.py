"""The heartbeat of this process: it shows that the process is alive, and finds processes that have died.

It beats in a thread of its own: neither an event loop that stands still nor busy threads make a process look
dead.
"""

import logging
import time
import uuid
from collections.abc import Callable
from threading import Thread
from typing import Never

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import F
from django.utils import timezone

from live_demo.middleware.server_name import server_name
from live_demo.processes.liveness import Liveness
from live_demo.processes.models import ServerProcess

logger = logging.getLogger(__name__)


class Heartbeat:
    """The heartbeat of one process. `id` is its name among the processes.

    `on_death` is called with each process that is dead, before its row goes; more than one process may find
    it. `on_beat` is called after each heartbeat. Both are called in the thread of the heartbeat.
    """

    def __init__(self) -> None:
        self.id = uuid.uuid4()
        self.on_death: list[Callable[[ServerProcess], object]] = []
        self.on_beat: list[Callable[[], object]] = []
        self._liveness = Liveness()
        self._is_known = False  # until a row is committed

    def start(self) -> None:
        """Beat from now on, for as long as the process lives."""
        Thread(target=self._run, name="heartbeat", daemon=True).start()

    def make_known(self) -> None:
        """Write the row of this process, before other rows refer to it.

        It may be called in a transaction. It waits for no other thread, as the heartbeat's thread may be
        waiting for that transaction to release the database.
        """
        if not self._is_known:
            self._show()

    def beat(self) -> None:
        """Show that this process is alive; end what the dead have left. Raises `DatabaseError`.

        It reads the others only after a successful write: silence proves nothing while no write succeeds.
        """
        self._show()
        self._is_known = True
        processes = ServerProcess.objects.in_bulk()
        for each in self._liveness.read({pk: process.beats for pk, process in processes.items()}):
            for follow in self.on_death:
                follow(processes[each])
            processes[each].delete()
        for follow_beat in self.on_beat:
            follow_beat()

    def _show(self) -> None:
        now = timezone.now()
        own = ServerProcess.objects.filter(pk=self.id)
        if not own.update(beats=F("beats") + 1, heard_at=now):  # new, or taken for dead while it stood still
            row = ServerProcess(pk=self.id, server=server_name(), heard_at=now)
            ServerProcess.objects.bulk_create([row], ignore_conflicts=True)  # another thread may make it now

    def _run(self) -> Never:
        was_away = False
        while True:
            try:
                self.beat()
                was_away = False
            except (DatabaseError, InterfaceError) as error:
                if not was_away:
                    logger.warning("The heartbeat does not reach the database: %s", error)
                was_away = True
            except Exception:
                logger.exception("The heartbeat failed")
            finally:
                connection.close()
            time.sleep(settings.LIVE_DEMO["HEARTBEAT_SECONDS"])


heartbeat = Heartbeat()
"""The heartbeat of this process."""


def living() -> frozenset[str]:
    """The ids of the processes that are alive, as hex digits."""
    return frozenset(each.hex for each in ServerProcess.objects.values_list("pk", flat=True))
