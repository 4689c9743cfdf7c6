"""How many rows one transaction removes."""

from dataclasses import dataclass

TARGET = 0.1
"""Seconds that a transaction may hold its locks, about: the longest that another writer waits for it."""
LEAST, MOST = 100, 1000
"""Bounds of the rows of one transaction. With fewer rows it is hardly shorter: most of its time goes into
the transaction itself and the way of each statement to a database server."""


@dataclass
class Pace:
    """Starts small, and follows what the transactions take."""

    rows: int = LEAST

    def took(self, seconds: float) -> None:
        """Set the rows of the next transaction to what fits into `TARGET`: from half to twice as many."""
        fitting = int(self.rows * TARGET / max(seconds, 0.001))
        least = min(LEAST, self.rows * 2)  # from a single row, which is how a batch gives way, in steps
        self.rows = min(MOST, self.rows * 2, max(least, self.rows // 2, fitting))
