"""How long a statement of a server may take. Commands, such as `migrate`, are not limited."""

from django.conf import settings

STATEMENT_MS = 10_000
LOCK_MS = 2_000
"""How long a statement waits for rows that others hold."""

WRITE_SECONDS = 4
"""How long a writer waits for SQLite's one lock, while it holds a thread."""


def limit_statements() -> None:
    """Limit the time of this process's statements in the database. Call it before the first connection."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"]["timeout"] = WRITE_SECONDS
    if database["ENGINE"].endswith("postgresql"):
        limits = f"-c statement_timeout={STATEMENT_MS} -c lock_timeout={LOCK_MS}"
        database["OPTIONS"]["options"] = f"{database['OPTIONS'].get('options', '')} {limits}".strip()
