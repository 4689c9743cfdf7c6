"""The recorded run of each what-if: what_ifs.json beside the lab's files, made by record_runs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from django.utils.safestring import SafeString

from lessons.models import Lesson
from live_demo.lab import read_lab_file
from live_demo.trace.point import Frame, TracePoint, with_gaps
from live_demo.view.run_view import RunView
from live_demo.what_if_definitions import Option, WhatIf
from live_demo.what_ifs.browser_report import BrowserReport
from live_demo.what_ifs.grading import true_options
from live_demo.what_ifs.observations import Item, items_of

FILENAME = "what_ifs.json"


@dataclass(frozen=True, slots=True)
class RecordedWhatIf:
    """What a page without JavaScript shows of a what-if: its frames as HTML, every item, what is right."""

    server: str
    frames: SafeString
    items: list[Item]
    right: list[Option]


def recorded_what_if(lesson: Lesson, what_if: WhatIf) -> RecordedWhatIf | None:
    """The recorded run of `what_if`; None where none was recorded."""
    found = _file_of(lesson.lab).get(what_if.name)
    if found is None:
        return None
    points = [TracePoint.from_json({"layer": "asgi", "event": "", **point}) for point in found["frames"]]
    frames = RunView.of(lesson, what_if.lab_of(lesson.lab)).frames(with_gaps(points))
    items = [Item(**item) for item in found["items"]]
    right = true_options(what_if, {item.name: item for item in items})
    return RecordedWhatIf(found["server"], frames, items, right)


def recorded_frames(lab: str) -> dict[str, list[Frame]]:
    """{name of a what-if: what crossed the wire in its recorded run}"""
    return {
        name: [Frame(**point["frame"]) for point in found["frames"]] for name, found in _file_of(lab).items()
    }


def as_recorded(
    server: str, what_if: WhatIf, points: Sequence[TracePoint], report: BrowserReport
) -> dict[str, Any]:
    """The value of `what_if` in what_ifs.json: the server, the frames and the items of its run."""
    return {
        "server": server,
        "frames": [
            {"number": point["number"], "at": point["at"], "frame": point["frame"]}
            for point in (each.as_json() for each in points if each.frame)
        ],
        "items": [asdict(item) for item in items_of(what_if, points, report).values()],
    }


def reasons(lesson: Lesson, what_if: WhatIf) -> list[str]:
    """The reasons of the options that the recorded run of the what-if confirms."""
    found = recorded_what_if(lesson, what_if)
    return [option.reason for option in found.right] if found else []


@cache
def _file_of(lab: str) -> Mapping[str, Any]:
    text = read_lab_file(lab, FILENAME)
    return json.loads(text) if text else {}
