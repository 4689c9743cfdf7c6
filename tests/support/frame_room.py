"""Room for the frames of a thread's calls, taken from the system once.

CPython keeps a thread's frames in chunks of 16 KiB. It maps a chunk when a call needs it, and unmaps it as
soon as that call has returned: code that calls across the edge of a chunk again and again has the kernel work
at each call. pytest's own frames bring the tests of pages there, which spent a seventh of their processor
time on it.

Source: `push_chunk` and `_PyThreadState_PopFrame` in CPython's Python/pystate.c, 3.12 to 3.14.
"""

ROOM = 1 << 18
"""Bytes that are left for frames. One takes 100 to 300 of them."""
WORD = 8
"""Bytes of one place in a frame."""


def with_room(call):
    """Call `call` above one large frame, as all that a thread does.

    A chunk is made for the frame that needs it, and its size is a power of two. This frame takes a little
    more than half of one, and leaves the other half to everything that is called from it.
    """
    return call()


with_room.__code__ = with_room.__code__.replace(co_stacksize=ROOM // WORD)
