"""One form for every date and time: 2026-11-27, 2026-11-27 14:38 UTC."""

DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "Y-m-d H:i e"
