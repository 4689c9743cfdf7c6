"""Backups of PostgreSQL: pg_dump's custom format, read by pg_restore.

https://www.postgresql.org/docs/current/app-pgdump.html. The programs come from PostgreSQL's client package,
in the server's major version or a newer one.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from django.db import connection

from tutorial.backup.engine import IN_USE, BackupError

_CHUNK = 1024 * 1024


def back_up(to: Path) -> None:
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}", *_address()])


def check(backup: Path) -> None:
    _run(["pg_restore", "--file=/dev/null", str(backup)])
    if not applied(backup):
        raise BackupError(f"{backup} is not a backup of Handshake: it names no migrations.")


def applied(backup: Path) -> set[tuple[str, str]]:
    only = ["--data-only", "--table=django_migrations", "--file=-"]
    return _migrations_in(_run(["pg_restore", *only, str(backup)]).splitlines())


def _migrations_in(lines: Iterable[str]) -> set[tuple[str, str]]:
    """The rows (id, app, name, applied) between `COPY` and `\\.`."""
    rows = (line.split("\t") for line in lines)
    return {(row[1], row[2]) for row in rows if len(row) == 4}


def is_empty() -> bool:
    return not connection.introspection.table_names()


def restore(backup: Path) -> None:
    """Replace the tables by those of the backup, in one transaction."""
    if _is_in_use():
        raise BackupError(IN_USE)
    quoted = [connection.ops.quote_name(name) for name in connection.introspection.table_names()]
    drop = f"DROP TABLE {', '.join(quoted)} CASCADE" if quoted else "SELECT 1"
    connection.close()
    into = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    dump = ["pg_restore", "--no-owner", "--no-privileges", "--file=-", str(backup)]
    load = ["psql", *into, f"--command={drop}", "--file=-", *_address()]
    with _start(dump) as source, _start(load, stdin=subprocess.PIPE) as target:
        assert source.stdout
        assert target.stdin
        _pour(source.stdout, target.stdin)
        if source.wait():
            target.kill()  # before its input ends, which would make it commit
        target.communicate()
    if source.returncode or target.returncode:
        raise BackupError("The backup could not be restored; what the database held is still there.")


def _is_in_use() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0])


def _pour(source: IO[bytes], target: IO[bytes]) -> None:
    try:
        shutil.copyfileobj(source, target, _CHUNK)
        target.flush()
    except BrokenPipeError:  # psql has stopped at an error, and said it
        source.close()


def _address() -> list[str]:
    """User, host, port and name of the database, as all of PostgreSQL's programs take them."""
    arguments, _ = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    return list(arguments[1:])


def _environment() -> dict[str, str]:
    """The environment with the password. As an argument, everybody on the machine could see it."""
    _, extra = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    return {**os.environ, **(extra or {})}


def _start(command: Sequence[str], stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start one of PostgreSQL's programs. What it complains of goes where our complaints go."""
    try:
        return subprocess.Popen(  # noqa: S603  no shell
            command, stdin=stdin, stdout=subprocess.PIPE, env=_environment()
        )
    except FileNotFoundError as error:
        raise BackupError(_missing(command[0])) from error


def _run(command: Sequence[str]) -> str:
    """Run the program, and return its output. Raises `BackupError` with its complaint."""
    try:
        done = subprocess.run(  # noqa: S603  no shell
            command, capture_output=True, text=True, env=_environment(), check=False
        )
    except FileNotFoundError as error:
        raise BackupError(_missing(command[0])) from error
    if done.returncode:
        raise BackupError(done.stderr.strip())
    return done.stdout


def _missing(program: str) -> str:
    return (
        f"{program} is not installed. Install PostgreSQL's client programs in the version of the server or a "
        "newer one (Debian and Ubuntu: postgresql-client)."
    )
