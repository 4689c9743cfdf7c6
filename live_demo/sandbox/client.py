"""The address of the fork server of sandboxed workers, and a connection to it."""

import socket
import subprocess

from django.conf import settings

from live_demo.sandbox.start import start
from live_demo.workers.client import Connected

_SECONDS = 5


def connect(*, lowered: bool = True) -> Connected:
    """Connect to the service at `OWN_CODE_SOCKET`, or start a fork server here. Blocks. Raises `OSError`.

    `lowered`: with the lowest priority. The service has it always.
    """
    if path := settings.OWN_CODE["SOCKET"]:
        control = socket.socket(socket.AF_UNIX)
        control.settimeout(_SECONDS)
        try:
            control.connect(path)
        except OSError:
            control.close()
            raise
        return control, None
    ours, theirs = socket.socketpair()
    with theirs:
        process: subprocess.Popen[bytes] = start(theirs, lowered=lowered)
    return ours, process
