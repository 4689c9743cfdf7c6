"""Log records that name no ticket. Whoever reads a log must not be able to open the sockets of a run."""

import logging
import re
from typing import Any

_TICKET = re.compile(r"(ws/(?:lab|watch|terminal)/[^/\s?\"']{1,6})[^/\s?\"']*")
_FORMATTER = logging.Formatter()


def without_tickets(text: str) -> str:
    """`text` with every ticket in the address of a socket cut after its first six characters."""
    return _TICKET.sub(r"\1…", text)


class LogRecordWithoutTickets(logging.LogRecord):
    """A record whose message, traceback and stack are without tickets, whichever handler writes them.

    For `logging.setLogRecordFactory`: the servers have loggers and handlers of their own.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.args, tuple):  # Uvicorn's access log formats them by itself
            self.args = tuple(without_tickets(each) if isinstance(each, str) else each for each in self.args)
        if self.exc_info and self.exc_info[0]:
            self.exc_text = without_tickets(_FORMATTER.formatException(self.exc_info))
        if self.stack_info:
            self.stack_info = without_tickets(self.stack_info)

    def getMessage(self) -> str:  # noqa: N802  the name is logging's
        return without_tickets(super().getMessage())


class RefusalsInOneLine(logging.Filter):
    """Leaves out the traceback of a request that was refused (4xx): nothing has failed."""

    def filter(self, record: logging.LogRecord) -> bool:
        is_failure = record.name == "django.request" and record.levelno >= logging.ERROR
        if record.name.startswith(("django.request", "django.security")) and not is_failure:
            record.exc_info = record.exc_text = None
        return True
