"""Join codes: short enough to read aloud, and too many to guess one."""

import secrets

LETTERS = "BCDFGHJKMNPQRSTVWXZ"
"""No vowels, so that no word appears by chance, and no letter that looks or sounds like a digit."""
LENGTH = 6


def new_code() -> str:
    """A random code, one of 47 million."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """What somebody has typed, in the spelling of a code. It need not be the code of a room."""
    return "".join(letter for letter in typed if letter.isalnum()).upper()[:20]
