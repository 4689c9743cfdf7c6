"""Join codes: short enough to read aloud, too many to guess."""

import secrets

LETTERS = "BCDFGHJKMNPQRSTVWXZ"
"""No vowels, so that no words come up, and nothing that looks or sounds like a digit."""
LENGTH = 6
PATTERN = f"[{LETTERS}]{{{LENGTH}}}"


def new_code() -> str:
    """One of 47 million."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """What somebody has typed, as a code is written; it may be none."""
    return "".join(typed.split()).replace("-", "").upper()[:20]
