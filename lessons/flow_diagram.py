"""The layout of a concept flow as a diagram: pure geometry, in CSS pixels from the top left.

A flow has two drawings. The wide one has a column (lane) for each place. The narrow one has an indent for
each place and names it in the boxes. Every box is below the one before it. A connector leaves its box at a
side or at the bottom and ends at the top edge of the next box.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lessons.text_width import wrap

SIZE, SMALL = 16, 14  # of letters
LINE, SMALL_LINE = 22, 20  # from one line to the next
PADDING, NUMBER = 12, 32  # around the text; the column of the number
LANE, GAP = 212, 34  # the width of a lane; between two boxes
NARROW, INDENT = 288, 18
HEAD = 32  # the names of the lanes


@dataclass(frozen=True, slots=True)
class Node:
    """A step to draw: its title, the index of its lane (from 0) and the name of the lane."""

    title: str
    lane: int
    place: str

    @property
    def role(self) -> str:
        """'browser' in the first lane, else 'server': the color that the node has."""
        return "server" if self.lane else "browser"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, with its left end at `x` and its baseline at `y`."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its position. `lines` are its title; `place` is the line with the lane's name, if shown."""

    number: int
    label: str
    role: str
    x: float
    y: float
    width: float
    height: float
    place: Line | None
    lines: list[Line]

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def center(self) -> float:
        return self.x + self.width / 2

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Connector:
    """A path of two or three points from the edge of a box down to the top edge of the next."""

    points: list[tuple[float, float]]

    @property
    def path(self) -> str:
        return "M" + " L".join(f"{x:g} {y:g}" for x, y in self.points)

    @property
    def head(self) -> str:
        """The SVG path of the arrow head, which points down."""
        x, y = self.points[-1]
        return f"M{x - 5:g} {y - 9:g} L{x:g} {y:g} L{x + 5:g} {y - 9:g} Z"


@dataclass(frozen=True, slots=True)
class Lane:
    """A vertical line at `x` from `top` to the bottom of the drawing, with its name or an empty one."""

    name: str
    x: float
    top: float


@dataclass(frozen=True, slots=True)
class Drawing:
    name: str
    width: float
    height: float
    lanes: list[Lane]
    boxes: list[Box]
    connectors: list[Connector]


def wide(nodes: Sequence[Node]) -> Drawing:
    """The drawing with a column for each place that the nodes use."""
    lanes = _used(nodes)
    boxes = _stack(nodes, [(lanes.index(node.lane) * LANE + 8, LANE - 16) for node in nodes], top=HEAD + 12)
    names = {node.lane: node.place for node in nodes}
    lifelines = [Lane(names[lane], (number + 0.5) * LANE, HEAD) for number, lane in enumerate(lanes)]
    return _drawing("wide", LANE * len(lanes), lifelines, boxes, map(_sideways, boxes, boxes[1:]))


def narrow(nodes: Sequence[Node]) -> Drawing:
    """The drawing with an indent for each place that the nodes use."""
    lanes = _used(nodes)
    starts = [2 + lanes.index(node.lane) * INDENT for node in nodes]
    boxes = _stack(nodes, [(start, NARROW - 2 - start) for start in starts], top=2, names_place=True)
    lifelines = [Lane("", 2 + number * INDENT + 9, 2) for number in range(len(lanes))]
    return _drawing("narrow", NARROW, lifelines, boxes, map(_straight, boxes, boxes[1:]))


def _used(nodes: Sequence[Node]) -> list[int]:
    return sorted({node.lane for node in nodes})


def _stack(
    nodes: Sequence[Node], places: Sequence[tuple[float, float]], *, top: float, names_place: bool = False
) -> list[Box]:
    """A box for each node, one below the other. `places` are the (left edge, width) of the boxes."""
    boxes: list[Box] = []
    for number, (node, (x, width)) in enumerate(zip(nodes, places, strict=True), start=1):
        y = boxes[-1].bottom + GAP if boxes else top
        boxes.append(_box(number, node, x=x, y=y, width=width, names_place=names_place))
    return boxes


def _box(number: int, node: Node, *, x: float, y: float, width: float, names_place: bool) -> Box:
    left, down = x + PADDING + NUMBER, y + PADDING + (SMALL_LINE if names_place else 0)
    texts = wrap(node.title, room=width - 2 * PADDING - NUMBER, size=SIZE)
    lines = [Line(text, left, down + LINE * row + SIZE) for row, text in enumerate(texts)]
    place = Line(node.place, left, y + PADDING + SMALL) if names_place else None
    height = down - y + LINE * len(lines) + PADDING
    label = f"{number} {node.title}, {node.place}"
    return Box(number, label, node.role, x, y, width, height, place, lines)


def _sideways(box: Box, after: Box) -> Connector:
    """Straight down within a lane; otherwise sideways to the other lane, then down."""
    if box.x == after.x:
        return Connector([(box.center, box.bottom), (after.center, after.y)])
    side = box.right if box.x < after.x else box.x
    return Connector([(side, box.middle), (after.center, box.middle), (after.center, after.y)])


def _straight(box: Box, after: Box) -> Connector:
    x = max(box.x, after.x) + PADDING + NUMBER
    return Connector([(x, box.bottom), (x, after.y)])


def _drawing(
    name: str, width: float, lanes: list[Lane], boxes: list[Box], connectors: Iterable[Connector]
) -> Drawing:
    height = boxes[-1].bottom + PADDING if boxes else 0
    return Drawing(name, width, height, lanes, boxes, list(connectors))
