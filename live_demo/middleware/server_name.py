"""Which ASGI server runs this process: what learners see depends on it in places."""

import sys
from importlib.metadata import version

_SERVERS = {"daphne.server": "daphne", "uvicorn.server": "uvicorn"}


def server_name() -> str:
    """Such as 'Daphne 4.2.3'. INSTALLED_APPS may import Daphne under another server: that one comes first."""
    for module, package in reversed(_SERVERS.items()):
        if module in sys.modules:
            return f"{package.title()} {version(package)}"
    return "another server"
