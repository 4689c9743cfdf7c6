"""Log records without tickets, whose values from outside are short and begin no line.

Whoever reads a log must not be able to open the sockets of a run. Whoever sends a request must not fill
the disk with it, or make up what a log says.
"""

import logging
import re
from typing import Any

_TICKET = re.compile(r"(ws/(?:lab|watch|terminal)/[^/\s?\"']{1,6})[^/\s?\"']*")
_FORMATTER = logging.Formatter()
MAX_TEXT = 2_000
"""Characters of a message, and of each text in it. What is longer loses its middle."""
_MAX_TRACEBACK = 20_000


def without_tickets(text: str) -> str:
    """`text` with every ticket in the address of a socket cut after its first six characters."""
    return _TICKET.sub(r"\1…", text)


def bounded(text: str, most: int = MAX_TEXT) -> str:
    """`text` without its middle where it is longer than `most`."""
    if len(text) <= most:
        return text
    return f"{text[: most // 2]} … {len(text) - most:,} characters left out … {text[-(most // 2) :]}"


class LogRecordWithoutTickets(logging.LogRecord):
    """A record whose message, traceback and stack are without tickets, whichever handler writes them.

    For `logging.setLogRecordFactory`: the servers have loggers and handlers of their own.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.args, tuple):  # Uvicorn's access log formats them by itself
            self.args = tuple(
                bounded(without_tickets(each)) if isinstance(each, str) else each for each in self.args
            )
        if self.exc_info and self.exc_info[0]:
            text = without_tickets(_FORMATTER.formatException(self.exc_info))
            self.exc_text = bounded(text, _MAX_TRACEBACK)
        if self.stack_info:
            self.stack_info = without_tickets(self.stack_info)

    def getMessage(self) -> str:  # noqa: N802  the name is logging's
        return bounded(without_tickets(super().getMessage()))


class RefusalsInOneLine(logging.Filter):
    """Leaves out the traceback of a request that was refused (4xx): nothing has failed.

    What its message quotes of the request begins no line of its own.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        is_failure = record.name == "django.request" and record.levelno >= logging.ERROR
        if record.name.startswith(("django.request", "django.security")) and not is_failure:
            record.exc_info = record.exc_text = None
            record.msg, record.args = _in_one_line(record.getMessage()), ()
        return True


def _in_one_line(text: str) -> str:
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)
