"""Limits the pixels that are decoded of one uploaded file: 3 MB of zip may hold 40 times 24 million."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from lessons.pictures.errors import PictureError

MAX_PIXELS_OF_A_FILE = 100_000_000
"""Largest number of pixels in all pictures of one imported file. Decoding them takes some five seconds."""
_left: ContextVar[list[int] | None] = ContextVar("pixels left", default=None)


@contextmanager
def pixel_budget() -> Iterator[None]:
    """Limit all pictures that this thread decodes while entered to `MAX_PIXELS_OF_A_FILE` together."""
    token = _left.set([MAX_PIXELS_OF_A_FILE])
    try:
        yield
    finally:
        _left.reset(token)


def spend(pixels: int) -> None:
    """Count the pixels of a picture before it is decoded. Raises `PictureError` beyond the file's limit."""
    if (left := _left.get()) is None:
        return
    left[0] -= pixels
    if left[0] < 0:
        most = MAX_PIXELS_OF_A_FILE // 1_000_000
        raise PictureError(f"the pictures of one file have at most {most} million pixels: make them smaller")
