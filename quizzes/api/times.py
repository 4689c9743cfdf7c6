"""Times in query strings."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC) - EPOCH
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def _read_time(text: Any) -> datetime:
    """A time in RFC 3339. Times before 1970 become 1970, because nothing that is stored is older."""
    if not isinstance(text, str) or not _RFC3339.fullmatch(text):
        raise ValueError("write a time as RFC 3339 has it, such as 2026-11-22T18:00:00Z")
    leap = text[17:19] == "60"  # Python has no leap seconds
    if text[:4] < EPOCH.strftime("%Y"):
        return EPOCH
    time = datetime.fromisoformat((text[:17] + "59" + text[19:] if leap else text).upper())
    return EPOCH + min(max(timedelta(0), time - EPOCH), _LATEST)


Time = Annotated[
    datetime,
    BeforeValidator(_read_time),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
