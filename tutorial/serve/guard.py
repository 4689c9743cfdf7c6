"""What a TCP connection may take: time for its request, and memory for what its client has not read. Pure."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lessons.network_limits import network_of

IN_SECONDS = 10
"""A WebSocket client may send `socket_bytes` in so many seconds."""

MAX_WAITING = 1024
"""Messages that may wait for the application. It answers a flood itself, with a close code and a reason."""
MAX_FRAMES = 32
"""Frames that may make up one message."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits in seconds and bytes; `settings.CONNECTIONS` says what for. 0 for `of_one` is no limit."""

    of_one: int
    request_seconds: float
    body_seconds: float
    drop_seconds: float
    unread_seconds: float
    unread_bytes: int
    socket_bytes: int
    message_bytes: int

    @classmethod
    def of(cls, connections: Mapping[str, int], bodies: Mapping[str, int]) -> "Bounds":
        """The limits in these settings."""
        values = {name.lower(): value for name, value in connections.items()}
        return cls(body_seconds=bodies["SECONDS"], drop_seconds=bodies["DROP_SECONDS"], **values)


class Connection:
    """One TCP connection. `cut` ends it at once; `unread` gives the bytes that its client has not taken yet.

    `clock` gives seconds and never goes back.
    """

    def __init__(
        self,
        bounds: Bounds,
        network: str,
        cut: Callable[[], None],
        unread: Callable[[], int],
        clock: Callable[[], float],
    ) -> None:
        self.network, self.cut, self.unread = network, cut, unread
        self._bounds, self._clock = bounds, clock
        self._is_socket = False
        self._unread_since: float | None = None
        self._period_began, self._bytes_in_period = clock(), 0
        self.awaits_request()

    def awaits_request(self) -> None:
        """Start the time for the headers of the client's next request."""
        self._due: float | None = self._clock() + self._bounds.request_seconds
        self._has_begun = False

    def awaits_body(self) -> None:
        """Start the time for the body: the headers are complete."""
        self._due = self._clock() + self._bounds.body_seconds

    def drops_body(self) -> None:
        """Give the client some seconds to stop sending a refused body."""
        self._due = self._clock() + self._bounds.drop_seconds

    def responds(self) -> None:
        """Stop the time: the request is complete, and the response has limits of its own."""
        self._due = None

    def becomes_socket(self) -> None:
        """Treat the connection as a WebSocket from now on: it may last, but its memory is bounded."""
        self._due, self._is_socket = None, True

    def receives(self, number: int) -> None:
        """Count `number` received bytes. Cut off a socket that sends too much."""
        now = self._clock()
        if self._is_socket:
            self._count(number, now)
        elif self._due is not None and not self._has_begun:
            self._has_begun, self._due = True, now + self._bounds.request_seconds

    def sends(self) -> None:
        """Check the unread bytes after a write. Cut off a socket whose client leaves too much unread."""
        if self._is_socket and self.unread() > self._bounds.socket_bytes:
            self.cut()

    def is_due(self) -> bool:
        """Whether the connection has used up the time for its request, or for taking what waits for it."""
        now = self._clock()
        if not self.unread():
            self._unread_since = None
        elif self._unread_since is None:
            self._unread_since = now
        unread_for = now - (now if self._unread_since is None else self._unread_since)
        return (self._due is not None and now > self._due) or unread_for > self._bounds.unread_seconds

    def unread_since(self) -> float:
        """The time when `is_due` first saw that the client does not read what was sent; else the time now."""
        return self._clock() if self._unread_since is None else self._unread_since

    def _count(self, number: int, now: float) -> None:
        if now - self._period_began >= IN_SECONDS:
            self._period_began, self._bytes_in_period = now, 0
        self._bytes_in_period += number
        if self._bytes_in_period > self._bounds.socket_bytes:
            self.cut()


class Guard:
    """All connections of this process, and the limits that they share."""

    def __init__(self, bounds: Bounds, clock: Callable[[], float] = time.monotonic) -> None:
        self.bounds, self._clock = bounds, clock
        self._open: set[Connection] = set()
        self._of_network: Counter[str] = Counter()

    def is_full(self, address: str) -> bool:
        """Whether the network of this address has as many connections as it may have."""
        most = self.bounds.of_one
        return bool(most) and self._of_network[network_of(address)] >= most

    def open(self, address: str, cut: Callable[[], None], unread: Callable[[], int]) -> Connection:
        """Count a new connection from this address."""
        connection = Connection(self.bounds, network_of(address), cut, unread, self._clock)
        self._open.add(connection)
        self._of_network[connection.network] += 1
        return connection

    def close(self, connection: Connection) -> None:
        """Count a connection no longer."""
        self._open.discard(connection)
        self._of_network[connection.network] -= 1
        if not self._of_network[connection.network]:
            del self._of_network[connection.network]

    def check(self) -> None:
        """Cut off connections whose time is over. While too much is unread, cut off the slowest readers."""
        for connection in [each for each in self._open if each.is_due()]:
            connection.cut()
        waiting = sorted((each for each in self._open if each.unread()), key=Connection.unread_since)
        held = sum(each.unread() for each in waiting)
        for connection in waiting:
            if held <= self.bounds.unread_bytes:
                return
            held -= connection.unread()
            connection.cut()
