"""The station of a message at a point of a run: browser, server, consumer, channel layer, database."""

import re
from functools import lru_cache
from typing import Literal

from live_demo.lab import Lab
from live_demo.trace.point import TracePoint

type Station = Literal["browser", "server", "consumer", "layer", "database"]

STATIONS: dict[Station, str] = {
    "browser": "Browser",
    "server": "Server",
    "consumer": "Consumer",
    "layer": "Layer",
    "database": "Database",
}
"""{station: its title}, from left to right."""
_BEYOND: dict[Station, re.Pattern[str]] = {
    "layer": re.compile(r"\bchannel_layer\b|\bgroup_(send|add|discard)\("),
    "database": re.compile(r"\.objects\b|\bdatabase_sync_to_async\b"),
}
"""{station: pattern of a line of code that calls it}."""


def stations_of(lab: Lab) -> list[tuple[Station, str]]:
    """The stations that the lab's code has something to say to, as (name, title), from left to right."""
    return [
        (name, title)
        for name, title in STATIONS.items()
        if name not in _BEYOND or _BEYOND[name].search(lab.source)
    ]


def station_at(point: TracePoint | None, lab: Lab) -> Station | Literal[""]:
    """The station of the message; "" before the run and while no message is on its way."""
    if point is None or point.layer == "learner":
        return ""
    if point.frame:
        return point.frame.to
    if point.layer == "code":
        return _called_by(lab.line(point.line)) if point.event == "line" and point.line else "consumer"
    return "server" if point.layer == "server" or point.event.startswith("websocket.") else "layer"


@lru_cache(1000)
def _called_by(line: str) -> Station:
    """What a line of code calls: "consumer" where it calls nothing beyond it."""
    return next((name for name, calls in _BEYOND.items() if calls.search(line)), "consumer")
