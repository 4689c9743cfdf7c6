"""How many rows one transaction removes."""

from dataclasses import dataclass

TARGET = 0.1
"""Seconds that a transaction may hold its locks, about: the longest that another writer waits for it."""
LEAST, MOST = 100, 1000
"""With fewer rows a transaction is hardly shorter: it takes most of its time for itself, and for the way of
each of its statements to a database server."""


@dataclass
class Pace:
    """Starts small, and follows what the transactions take."""

    rows: int = LEAST

    def took(self, seconds: float) -> None:
        """As many rows in the next transaction as the target has time for: twice as many at most, or half."""
        fitting = int(self.rows * TARGET / max(seconds, 0.001))
        least = min(LEAST, self.rows * 2)  # from a single row, which is how a batch gives way, in steps
        self.rows = min(MOST, self.rows * 2, max(least, self.rows // 2, fitting))
