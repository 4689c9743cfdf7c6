"""The name and version of the ASGI server that runs this process."""

import sys
from importlib.metadata import version

_SERVERS = {"daphne.server": "daphne", "uvicorn.server": "uvicorn"}


def server_name() -> str:
    """Name and version, such as 'Daphne 4.2.3'; 'another server' for an unknown one.

    Uvicorn is looked for first: Daphne is an installed app, so its modules are imported under Uvicorn, too.
    """
    for module, package in reversed(_SERVERS.items()):
        if module in sys.modules:
            return f"{package.title()} {version(package)}"
    return "another server"
