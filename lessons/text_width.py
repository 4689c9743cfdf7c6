"""An upper estimate of the width of text in a browser, and line breaks by it."""

from collections.abc import Iterator

_NARROW, _WIDE = frozenset("iljtfrI.,:;!|'`()[] "), frozenset("mwMW@%—")


def width(text: str, size: float) -> float:
    """The estimated width of `text` in a common sans serif font of `size`, in the unit of `size`."""
    return size * sum(map(_ems, text))


def _ems(character: str) -> float:
    if character in _NARROW:
        return 0.42
    if character in _WIDE or ord(character) > 0x2E7F:  # from U+2E80 on, scripts have square characters
        return 1.0
    return 0.72 if character.isupper() else 0.62


def wrap(text: str, *, room: float, size: float) -> list[str]:
    """`text` in lines no wider than `room`. A word that is wider is broken."""
    lines = [""]
    for word in text.split():
        for piece in _pieces(word, room, size):
            longer = f"{lines[-1]} {piece}".strip()
            if width(longer, size) <= room:
                lines[-1] = longer
            elif lines == [""]:
                lines = [piece]
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, room: float, size: float) -> Iterator[str]:
    """`word` in pieces no wider than `room`, each of one character at least."""
    piece, used = "", 0.0
    for character in word:
        wide = _ems(character)
        if piece and size * (used + wide) > room:
            yield piece
            piece, used = "", 0.0
        piece += character
        used += wide
    yield piece
