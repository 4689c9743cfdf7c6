"""The service of sandboxed workers for all servers of a test process, which has imported before it forks.

It is run as `python -I tests/support/sandbox_service.py PATH`, and speaks at the unix socket PATH as that of
`live_demo/sandbox/start.py` does, which starts an interpreter for each connection: most of what a server
costs that is started for one test. The tests of the sandbox itself have the real one.
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
