"""Bars as SVG, for docs/performance.md. The picture follows the reader's light or dark theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

_ROW, _LEFT, _WIDTH, _RIGHT = 26, 210, 420, 90
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.bar { fill: #2563a8 } .goal { stroke: #b3261e; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .bar { fill: #6aa9f0 } .goal { stroke: #ff8a80 }
}
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, how long it is, and the goal, if there is one."""

    name: str
    value: float
    goal: float | None = None


def bars_svg(title: str, bars: Sequence[Bar]) -> str:
    """The bars below each other, each with its value; a line stands at its goal."""
    most = max(max(bar.value, bar.goal or 0) for bar in bars)
    rows = "".join(_row(number, bar, _WIDTH / most) for number, bar in enumerate(bars))
    width, height = _LEFT + _WIDTH + _RIGHT, _ROW * len(bars) + 34
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f'<text x="0" y="16" font-weight="600">{escape(title)}</text>{rows}</svg>\n'
    )


def _row(number: int, bar: Bar, scale: float) -> str:
    top, length = 30 + _ROW * number, bar.value * scale
    goal, words = "", length
    if bar.goal is not None:
        place, words = _LEFT + bar.goal * scale, max(length, bar.goal * scale)
        goal = f'<line class="goal" x1="{place:.1f}" x2="{place:.1f}" y1="{top - 2}" y2="{top + 20}"/>'
    return (
        f'<text x="{_LEFT - 8}" y="{top + 14}" text-anchor="end">{escape(bar.name)}</text>'
        f'<rect class="bar" x="{_LEFT}" y="{top}" width="{length:.1f}" height="18" rx="2"/>{goal}'
        f'<text x="{_LEFT + words + 6:.1f}" y="{top + 14}">{bar.value:.3g}</text>'
    )


def draw(folder: Path | None, name: str, title: str, bars: Sequence[Bar]) -> None:
    """Write the picture `name`.svg into the folder; where none is given, nothing is drawn."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.svg").write_text(bars_svg(title, bars))
        print(f"\ndrawn: {folder / name}.svg")
