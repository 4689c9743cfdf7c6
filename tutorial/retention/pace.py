"""How many rows one transaction removes."""

from dataclasses import dataclass

TARGET = 0.05
"""Seconds that a transaction may hold its locks, about: the longest that another writer waits for it."""
MOST = 200


@dataclass
class Pace:
    """Starts small, and follows what the transactions take."""

    rows: int = 10

    def took(self, seconds: float) -> None:
        """Halve the next batch if this one took too long; double it if it took far less than it may."""
        if seconds > TARGET:
            self.rows = max(1, self.rows // 2)
        elif seconds < TARGET / 4:
            self.rows = min(MOST, self.rows * 2)
