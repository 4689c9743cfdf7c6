"""Daphne's end, also while a connection is open that has not asked for anything.

At its end Daphne cancels the application of every connection. A connection that has none, such as one with
half a request, raises a KeyError there: no further application is cancelled, and none is waited for.
"""

from typing import Any

from daphne.server import Server

_original = Server.kill_all_applications


def cancel_applications(server: Any) -> Any:
    """Cancel every application that there is, and wait for them, as Daphne means to."""
    server.connections = {
        protocol: details
        for protocol, details in server.connections.items()
        if "application_instance" in details
    }
    return _original(server)


def mend() -> None:
    """Let every Daphne of this process end like this."""
    Server.kill_all_applications = cancel_applications
