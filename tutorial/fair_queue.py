"""A queue that serves its owners in turn, so that one owner's many items do not hold up the others."""

from collections import deque
from threading import Condition


class FairQueue[T]:
    """Gives out the oldest item of each owner in turn. It may be used by several threads.

    An owner that has put many items in delays each of the others by one item, not by all of them.
    """

    def __init__(self) -> None:
        self._items: dict[str, deque[T]] = {}  # those whose turn is next stand first
        self._changed = Condition()

    def put(self, owner: str, item: T) -> None:
        with self._changed:
            self._items.setdefault(owner, deque()).append(item)
            self._changed.notify()

    def get(self) -> T:
        """The next item, as soon as there is one."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._items))
            owner = next(iter(self._items))
            items = self._items.pop(owner)
            item = items.popleft()
            if items:
                self._items[owner] = items  # behind all the others
            return item

    def count(self, owner: str | None = None) -> int:
        """Number of waiting items, of all owners or of one."""
        with self._changed:
            if owner is not None:
                return len(self._items.get(owner, ()))
            return sum(map(len, self._items.values()))
