"""The engine of this installation."""

from django.db import connection

from tutorial.backup import postgresql, sqlite
from tutorial.backup.engine import Engine


def engine() -> Engine:
    """The engine that `DATABASE_URL` names."""
    engines: dict[str, Engine] = {"sqlite": sqlite, "postgresql": postgresql}
    return engines[connection.vendor]
