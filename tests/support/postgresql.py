"""A real PostgreSQL for the tests, on a free loopback port, ended with them."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.support.engines import free_port, running


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL that does not run: its folder, and the port on which it will."""

    directory: Path
    port: int

    @contextlib.contextmanager
    def started(self, database: str = "postgres") -> Iterator[str]:
        """Run it; gives the URL of this database."""
        user = _user()
        command = [*user, str(_binaries() / "postgres"), "-D", str(self.directory / "data")]
        for option in ("listen_addresses=127.0.0.1", f"port={self.port}", "fsync=off"):
            command += ["-c", option]
        with running([*command, "-k", str(self.directory)], self.port, cwd=self.directory):
            address = f"postgres://handshake@127.0.0.1:{self.port}"
            _wait_for_database(f"{address}/postgres")
            try:
                yield f"{address}/{database}"
            finally:  # a signal alone would wait for whoever is still connected
                stop = [str(_binaries() / "pg_ctl"), "stop", "-D", str(self.directory / "data")]
                subprocess.run([*user, *stop, "-m", "fast", "-w", "-s"], check=True, cwd=self.directory)

    @contextlib.contextmanager
    def copied(self) -> Iterator["Cluster"]:
        """Another cluster with the same databases, on a port of its own."""
        with _directory() as directory:
            subprocess.run(["cp", "-a", self.directory / "data", directory], check=True)
            yield Cluster(directory, free_port())


@contextlib.contextmanager
def postgresql_cluster() -> Iterator[Cluster]:
    """A new cluster, which goes with this context."""
    with _directory() as directory:
        options = ["-U", "handshake", "--auth=trust", "--no-sync", "--wal-segsize=1", "-E", "UTF8"]
        command = [*_user(), str(_binaries() / "initdb"), "-D", str(directory / "data"), *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=directory)
        yield Cluster(directory, free_port())


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL with a new cluster, which goes with it; gives the URL of an empty database."""
    with postgresql_cluster() as cluster, cluster.started() as url:
        yield url


@contextlib.contextmanager
def _directory() -> Iterator[Path]:
    """A folder outside of pytest's own: only root may enter that, and PostgreSQL refuses to run as root."""
    with tempfile.TemporaryDirectory(prefix="handshake-postgresql-") as directory:
        if _user():
            shutil.chown(directory, "postgres")
        yield Path(directory)


def _user() -> list[str]:
    """What a command begins with, so that it does not run as root."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def _wait_for_database(url: str) -> None:
    """Wait until a connection succeeds: PostgreSQL listens a moment before it accepts any."""
    deadline = time.monotonic() + 90
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return (found[-1] if found else Path(shutil.which("postgres") or "postgres")).parent
