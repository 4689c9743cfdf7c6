"""Logs which sockets are refused. The browser shows 1006 for each of them, and no reason."""

import logging

logger = logging.getLogger(__name__)


class LogRefusals:
    """Logs every refused handshake, with what helps to find out why."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        accepted = False

        async def watched_send(event):
            nonlocal accepted
            accepted = accepted or event["type"] == "websocket.accept"
            if event["type"] == "websocket.close" and not accepted:
                origin = dict(scope["headers"]).get(b"origin", b"none").decode("latin-1")
                address = (scope.get("client") or ["unknown"])[0]
                logger.warning("403 for %r from %s, Origin %r", scope["path"], address, origin)
            elif event["type"] == "websocket.close" and event.get("code", 1000) != 1000:
                logger.info("%r closed with %s", scope["path"], event["code"])
            await send(event)

        await self.app(scope, receive, watched_send)
