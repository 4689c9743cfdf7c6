"""How far the connection of a run has got: accepted, closed, over. Pure."""

from dataclasses import dataclass


@dataclass(slots=True)
class ConnectionState:
    """The state after the ASGI events so far.

    `is_accepted` and `is_closed`: the server's side has accepted, has closed. `is_over`: nothing is left to
    answer, because the server has closed or the client has gone. `is_dropped`: the server has ended it
    without an ASGI event, and nothing crosses the wire any more.
    """

    is_accepted: bool = False
    is_closed: bool = False
    is_over: bool = False
    is_dropped: bool = False

    def see(self, event: str) -> None:
        """Take note of an ASGI event, by its type."""
        if event == "websocket.accept":
            self.is_accepted = True
        elif event == "websocket.close":
            self.is_closed = self.is_over = True
        elif event == "websocket.disconnect":
            self.is_over = True
