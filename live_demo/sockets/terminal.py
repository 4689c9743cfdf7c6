"""Sockets of terminals: clients that are no browsers. They have no cookie and name no Origin."""

from typing import Any

_TERMINAL = "/ws/terminal/"


def with_terminals(browsers: Any, terminals: Any, denier: Any) -> Any:
    """`browsers` for every address but those of terminals, which `terminals` serves.

    Whoever names an Origin is a page in a browser: at the address of a terminal `denier` answers it.
    """

    async def routed(scope: Any, receive: Any, send: Any) -> None:
        if not scope["path"].startswith(_TERMINAL):
            application = browsers
        elif any(name == b"origin" for name, _ in scope["headers"]):
            application = denier
        else:
            application = terminals
        await application(scope, receive, send)

    return routed
