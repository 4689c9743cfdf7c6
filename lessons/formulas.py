"""Formulas of TeX in a text. Lessons show them as they are written."""

import re

_FORMULA = re.compile(
    r"\$\$.+?\$\$|\\\((?:(?!\\[(\[]).)+?\\\)|\\\[(?:(?!\\[(\[]).)+?\\\]",  # no formula begins inside of one
    re.DOTALL,
)


def formulas_in(text: str) -> list[str]:
    """The formulas of TeX in a text, at most three."""
    return [found[0] for found in _FORMULA.finditer(text)][:3]
