"""ASGI middleware: who the client is, when proxies that this site trusts stand in front of it.

A proxy appends the address of whoever asked it to `X-Forwarded-For`. What stands further left came from the
client and proves nothing, so the addresses are counted from the right, one for each trusted proxy.
"""

import ipaddress
from typing import Any, cast

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope

type Headers = list[tuple[bytes, bytes]]

_FORWARDED = b"x-forwarded-for"
_NEVER_TRUSTED = frozenset({b"daphne-root-path", b"forwarded", b"x-real-ip", _FORWARDED})
_TRUSTED_OF_A_PROXY = frozenset({b"x-forwarded-proto"})


def behind_proxies(app: ASGI3Application, count: int) -> ASGI3Application:
    """Serve `app` with the client that `count` trusted proxies report; 0 believes the connection alone.

    `scope["client"]` becomes [address, 0] where a proxy reported it. Headers that only a proxy may set are
    removed where none is trusted, and the root path that a client can set on Daphne is removed always.
    """

    async def served(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] != "lifespan":
            scope = cast(Scope, {**scope, **_trusted(cast(Any, scope), count)})
        await app(scope, receive, send)

    return served


def _trusted(scope: dict[str, Any], count: int) -> dict[str, Any]:
    headers: Headers = scope["headers"]
    removed = _NEVER_TRUSTED if count else _NEVER_TRUSTED | _TRUSTED_OF_A_PROXY
    return {
        "client": _reported(headers, count) or scope.get("client"),
        "headers": [pair for pair in headers if pair[0] not in removed],
        "root_path": "",
    }


def _reported(headers: Headers, count: int) -> list[Any] | None:
    """The client as the outermost trusted proxy reports it; None where the proxies report no address."""
    chain = b",".join(value for name, value in headers if name == _FORWARDED).decode("latin1").split(",")
    if not count or len(chain) < count:
        return None
    address = _address(chain[-count].strip())
    return [address, 0] if address else None


def _address(text: str) -> str:
    """The IP address in `text`, which may have a port; empty where there is none."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""
