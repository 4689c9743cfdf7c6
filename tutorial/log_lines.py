"""How a record of the log is written: `2026-11-28T13:50:00.123Z WARNING django.request: Not Found: /x/`."""

import logging
from datetime import UTC, datetime


class TimedLine(logging.Formatter):
    """Begins each record with its time in UTC (ISO 8601). A traceback follows on lines of its own."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802  logging's
        time = datetime.fromtimestamp(record.created, UTC)
        return f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03}Z"
