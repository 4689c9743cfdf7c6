"""The name and version of the ASGI server that runs this process."""

import sys
from importlib.metadata import version

_SERVERS = {"daphne.server": "daphne", "uvicorn.server": "uvicorn"}


def server_name() -> str:
    """Such as 'Daphne 4.2.3'; 'another server' for one that is not known here.

    Under Uvicorn the modules of Daphne are imported, too, as it is an installed app: Uvicorn is looked for
    first.
    """
    for module, package in reversed(_SERVERS.items()):
        if module in sys.modules:
            return f"{package.title()} {version(package)}"
    return "another server"
