"""Text that Markdown leaves as it is."""

import re


def literal(text: str) -> str:
    """Markdown that is rendered as exactly `text`."""
    text = re.sub(r"[\\`*\[\]]|<(?=[a-zA-Z/!?])|&(?=#?\w+;)|(?<!\w)_|_(?!\w)", r"\\\g<0>", text)
    text = re.sub(r"(?m)^([^\S\n]*+)([#>+-]++)(?=\s|$)", r"\1\\\2", text)
    return re.sub(r"(?m)^([^\S\n]*+\d{1,9})([.)])(?=\s|$)", r"\1\\\2", text)
