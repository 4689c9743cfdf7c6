"""The layout of the chart of one question, in CSS pixels from the top left. Pure: no database, no clock.

Each option has a bar that starts at the left. Below them are facility, on a scale from 0 to 100%, and
discrimination, on a scale from -100 to 100%, whose bar starts in the middle. The chart fits on a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 340
LEFT, ROOM = 106, 176  # the left end of a scale, and its length
MIDDLE = LEFT + ROOM / 2
ROW, BAR, TOP = 30, 16, 7
GAP = 12  # between the options and the scales
MAX_LABEL = 14  # characters


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar on its scale. `y` is the top edge of both. `text` is to the left of it, `value` to the right."""

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
    """The bars from top to bottom. `zero` is the SVG path of the line at a discrimination of 0."""

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
    """Lay out the chart. `options` are (label, share, is right).

    Shares and `facility` are 0 to 1, `discrimination` is -100 to 100. None: not defined.
    """
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


def draw_rows(rows: Sequence[tuple[str, float, bool]]) -> Chart:
    """A bar for each (label, share from 0 to 1, is right)."""
    bars = [
        Bar(_label(label, is_right), f"{share:.0%}", LEFT, ROW * row + TOP, share * ROOM, is_right)
        for row, (label, share, is_right) in enumerate(rows)
    ]
    return Chart(bars, ROW * len(bars) + TOP, "")


def _label(label: str, is_right: bool) -> str:
    most = MAX_LABEL - 8 if is_right else MAX_LABEL
    short = label if len(label) <= most else f"{label[: most - 1]}…"
    return f"{short} ✓ right" if is_right else short


def _value(value: float | None, factor: float) -> str:
    return "none" if value is None else f"{value * factor:.0f}%"
