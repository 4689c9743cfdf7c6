"""Whether this version of Handshake can read a backup."""

from collections.abc import Set

from django.db.migrations.loader import MigrationLoader

from tutorial.backup.engine import BackupError

Migrations = Set[tuple[str, str]]
"""Each as (app, name)."""


def known_migrations() -> Migrations:
    """The migrations of this version, and those that its squashed migrations replace."""
    on_disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    replaced = {each for migration in on_disk.values() for each in migration.replaces}
    return {*on_disk, *replaced}


def refuse_newer(applied: Migrations, known: Migrations) -> None:
    """Raise `BackupError` where the backup has a migration that this version does not know."""
    if unknown := sorted(applied - known):
        names = ", ".join(f"{app}.{name}" for app, name in unknown)
        raise BackupError(
            f"This backup was made by a newer version of Handshake. This version does not know {names}. "
            "Install the version that made the backup, or a later one, then restore."
        )
