"""How a typed answer is compared with the answers that an author expects."""

import re
from math import isfinite

ANY = "*"
"""An expected answer that every answer matches."""
_WITH_TOLERANCE = re.compile(r"±|\+-|\+/-")


def number(text: str) -> float | None:
    """The finite number in `text`, which may have a decimal comma. None where there is none."""
    try:
        value = float(text.strip().replace(",", ".")) if "_" not in text else None
    except ValueError:
        return None
    return value if value is not None and isfinite(value) else None


def close_code(text: str) -> int | None:
    """The close code in `text`, 1000 to 4999. None where there is none."""
    text = text.strip()
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() and "1" <= text < "5" else None


def expected_number(text: str, default: float = 0) -> tuple[float, float] | None:
    """The number in an expected answer, and its tolerance: '20 ± 0.5' is (20, 0.5). None where it is none."""
    written, *more = _WITH_TOLERANCE.split(text.strip(), maxsplit=1)
    value, tolerance = number(written), number(more[0]) if more else default
    return (value, tolerance) if value is not None and tolerance is not None and tolerance >= 0 else None


def is_near(value: float, known: float, tolerance: float) -> bool:
    """Whether `value` is within the tolerance of `known`, but for the rounding of binary floats."""
    return abs(value - known) <= tolerance + 1e-12 * max(abs(value), abs(known))


def matches_text(text: str, known: str, *, either_case: bool = False, wildcards: bool = False) -> bool:
    r"""Whether a typed text is an expected one. With `wildcards`, * is any text and \* an asterisk."""
    text, known = text.strip(), known.strip()
    if either_case:
        text, known = text.casefold(), known.casefold()
    if not wildcards:
        return text == known
    parts = [part.replace(r"\*", "*") for part in re.split(r"(?<!\\)\*", known)]
    return text == parts[0] if len(parts) == 1 else _has_parts(text, parts)


def _has_parts(text: str, parts: list[str]) -> bool:
    """Whether `text` begins with the first part, ends with the last, and has the others between, in order.

    Each part is looked for once, so that no pattern takes long.
    """
    first, *middle, last = parts
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    text = text[len(first) : len(text) - len(last)]
    for part in middle:
        place = text.find(part)
        if place < 0:
            return False
        text = text[place + len(part) :]
    return True
