"""What a backup needs of a database engine."""

from pathlib import Path
from typing import Protocol


class BackupError(Exception):
    """Raised if a backup or a restore fails. The message says why, and what to do."""


IN_USE = "Another process has the database open. Stop the servers, then restore."


class Engine(Protocol):
    """One of `tutorial.backup.sqlite` and `tutorial.backup.postgresql`; all of it raises `BackupError`."""

    def back_up(self, to: Path) -> None:
        """Write the database, as it is at one moment, to a new file. Servers may write meanwhile."""

    def check(self, backup: Path) -> None:
        """Read the whole file; raise where it is damaged, or no backup of this engine."""

    def applied(self, backup: Path) -> set[tuple[str, str]]:
        """The migrations that the backup has: (app, name)."""

    def is_empty(self) -> bool:
        """Whether the database has no table yet."""

    def restore(self, backup: Path) -> None:
        """Replace everything in the database by the backup: all of it, or nothing.

        Raises `BackupError` with `IN_USE` where another process has the database open.
        """
