"""Random text by one call of the system.

Django asks the system for each of the 32 characters of a CSRF secret, and of the mask over it. These 64 calls
took a tenth of the processor time of a new visitor's page.
"""

from secrets import token_bytes

from django.middleware import csrf
from django.utils.crypto import RANDOM_STRING_CHARS


def random_text(length: int, allowed_chars: str = RANDOM_STRING_CHARS) -> str:
    """As `django.utils.crypto.get_random_string`: every character is as likely as every other.

    `allowed_chars` are 256 at most.
    """
    even = 256 - 256 % len(allowed_chars)  # a byte from here on would make the first characters likelier
    chosen: list[str] = []
    while len(chosen) < length:
        chosen += [
            allowed_chars[byte % len(allowed_chars)] for byte in token_bytes(2 * length) if byte < even
        ]
    return "".join(chosen[:length])


def make_csrf_tokens_of_it() -> None:
    """Have Django make its CSRF secrets and masks by `random_text`."""
    csrf.get_random_string = random_text  # type: ignore[attr-defined]
