"""A queue that one task reads."""

import asyncio


class OneReaderQueue[Item]:
    """A queue without a limit, for one reader at a time, in one event loop.

    An `asyncio.Queue` has four deques, which take 3 kB for as long as a socket is open. This one has a list,
    and a future while its reader waits.
    """

    __slots__ = ("_items", "_reader")

    def __init__(self) -> None:
        self._items: list[Item] = []
        self._reader: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Item) -> None:
        """Add an item, and wake the reader."""
        self._items.append(item)
        if self._reader and not self._reader.done():
            self._reader.set_result(None)

    def take(self) -> Item:
        """The oldest item. Raises `IndexError` if there is none."""
        return self._items.pop(0)

    async def get(self) -> Item:
        """Wait for the oldest item. If the wait is cancelled, no item is lost."""
        while not self._items:
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        return self.take()
