"""Serves sandboxed workers to all servers of a test process.

It is run as `python -I tests/support/sandbox_service.py PATH`. At the unix socket PATH it speaks as the real
service does (`live_demo/sandbox/start.py`). The real one starts an interpreter for each connection, which
takes most of the time in which a server starts. This one imports once, and forks for each connection. The
tests of the sandbox itself have the real one.
"""

import os
import signal
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main(path: str) -> None:
    from live_demo.sandbox import fork_server, seccomp

    filter_program = seccomp.program()
    fork_server.preload()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for what is forked off
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{path}.new")
        listener.listen(64)
        Path(f"{path}.new").rename(path)  # it is there when it listens
        while True:
            connection, _ = listener.accept()
            if os.fork():
                connection.close()
                continue
            listener.close()
            fork_server.serve_preloaded(connection, filter_program)
            return


if __name__ == "__main__":
    os.umask(0o077)
    main(sys.argv[1])
