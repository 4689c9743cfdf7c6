"""Filters the response headers of own code: its answers to handshakes come from this site's own address.

A cookie that it set would be one of this site, and a line break in a header would begin another header.
"""

from typing import Any

from asgiref.typing import ASGISendCallable, ASGISendEvent

_ALLOWED = {b"www-authenticate", b"retry-after", b"content-type"}
_WITH_HEADERS = ("websocket.accept", "websocket.http.response.start")


def without_site_headers(send: ASGISendCallable) -> ASGISendCallable:
    """Wrap `send` so that only headers that begin with x- and a few others pass.

    The wrapper raises `ValueError` for a subprotocol that is no word.
    """

    async def checked(event: ASGISendEvent) -> None:
        known: dict[str, Any] = dict(event)
        if known.get("type") in _WITH_HEADERS:
            known["headers"] = [pair for pair in known.get("headers") or () if _is_allowed(pair)]
            subprotocol = known.get("subprotocol")
            if subprotocol is not None and not _is_word(subprotocol):
                raise ValueError("a subprotocol is a word of printable letters without spaces")
        await send(known)  # type: ignore[arg-type]

    return checked


def _is_word(subprotocol: object) -> bool:
    return isinstance(subprotocol, str) and all("!" <= each <= "~" for each in subprotocol)


def _is_allowed(pair: Any) -> bool:
    match pair:
        case [bytes() as name, bytes() as value]:
            is_known = name.lower().startswith(b"x-") or name.lower() in _ALLOWED
            return is_known and (name + value).isascii() and (name + value).decode().isprintable()
    return False
