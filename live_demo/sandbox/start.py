"""Starts the fork server: `python -I start.py FD`, or `python -I start.py --socket PATH` as a service.

`python -I start.py FD same` leaves it the priority that it is started with.

Run by its path, with no environment: `-I` keeps this folder, the user's packages and every PYTHON… variable
out. As a service it starts one fork server for each connection, so that each has a fresh process.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main(arguments: list[str]) -> None:
    if arguments[0] == "--socket":
        listen(arguments[1])
    else:
        from live_demo.sandbox.fork_server import serve

        serve(int(arguments[0]), lowered=arguments[1:] != ["same"])


def listen(path: str) -> None:
    """Accept connections at the unix socket `path`, for ever. It is there as soon as it listens."""
    made = Path(f"{path}.new")
    made.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(made))
        made.chmod(0o666)  # who may reach it is decided by who has the volume
        listener.listen()
        made.replace(path)
        running: list[subprocess.Popen[bytes]] = []
        while True:
            connection, _ = listener.accept()
            running = [each for each in running if each.poll() is None]
            with connection:
                running.append(start(connection))


def start(connection: socket.socket, *, lowered: bool = True) -> "subprocess.Popen[bytes]":
    """A fork server for `connection`, with nothing of this environment."""
    descriptor = connection.fileno()
    return subprocess.Popen(  # noqa: S603  this very file
        [sys.executable, "-I", "-B", __file__, str(descriptor), *([] if lowered else ["same"])],
        pass_fds=[descriptor],
        cwd="/",
        env={},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None,
    )


if __name__ == "__main__":
    os.umask(0o077)
    main(sys.argv[1:])
