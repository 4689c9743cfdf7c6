"""The chart of one question, laid out: pure geometry, in CSS pixels, the origin at the top left.

One bar an option, from the left; then facility on a scale from 0 to 100%, and discrimination on one from -100
to 100%, its bar from the middle. Narrow enough for a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 340
LEFT, ROOM = 106, 176  # where a bar begins, and how long its scale is
MIDDLE = LEFT + ROOM / 2
ROW, BAR, TOP = 30, 16, 7
GAP = 12  # between the options and the scales
MAX_LABEL = 12  # letters of a label


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar on its scale. `y` is the top edge of both; `text` stands at the left, `value` at the right."""

    text: str
    value: str
    x: float
    y: float
    width: float
    is_right: bool = False

    @property
    def baseline(self) -> float:
        return self.y + 13


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars from top to bottom. `zero` is the path of the line at which discrimination is 0."""

    bars: list[Bar]
    height: float
    zero: str
    left: int = LEFT
    room: int = ROOM
    bar: int = BAR
    width: int = WIDTH

    @property
    def words(self) -> str:
        """The whole chart in a sentence."""
        return "; ".join(f"{bar.text}: {bar.value}" for bar in self.bars) + "."


def draw(
    options: Sequence[tuple[str, float, bool]], facility: float | None, discrimination: float | None
) -> Chart:
    """`options`: label, share, whether it is right. Shares, facility: 0 to 1; discrimination: -100 to 100."""
    bars = [
        Bar(_label(label, is_right), f"{share:.0%}", LEFT, ROW * row + TOP, share * ROOM, is_right)
        for row, (label, share, is_right) in enumerate(options)
    ]
    top = ROW * len(bars) + GAP + TOP
    half = (discrimination or 0) / 100 * ROOM / 2
    bars += [
        Bar("Facility", _value(facility, 100), LEFT, top, (facility or 0) * ROOM),
        Bar("Discrimination", _value(discrimination, 1), MIDDLE + min(half, 0), top + ROW, abs(half)),
    ]
    return Chart(bars, top + 2 * ROW, f"M{MIDDLE:g} {top + ROW - 3:g} v{BAR + 6}")


def _label(label: str, is_right: bool) -> str:
    short = label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1]}…"
    return f"{short} ✓ right" if is_right else short


def _value(value: float | None, factor: float) -> str:
    return "none" if value is None else f"{value * factor:.0f}%"
