"""Numbers that come as text, such as that of a step in an address."""

LARGEST = 10**9


def number_in(text: str) -> int | None:
    """The whole number that `text` is, at most `LARGEST`; None where it is none.

    Python refuses to read thousands of digits, so that nobody can make it slow.
    """
    if not text.isdecimal():
        return None
    return int(text) if len(text) < 10 else LARGEST
