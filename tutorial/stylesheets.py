"""The stylesheets of every page: the source has one file a component, the browser loads one file."""

import re
from pathlib import Path

SHEETS = (
    "tokens",  # first: it declares the order of the cascade layers
    "base",
    "layout",
    "site",
    "buttons",
    "fields",
    "messages",
    "tables",
    "compact_tables",
    "lesson",
    "listing",
    "contents",
    "home",
    "concept_flow",
    "search",
    "reference",
    "progress",
    "keys",
    "track",
    "ways",
    "source",
    "highlight",
    "live",
    "bench",
    "lesson_bar",
    "bench_page",
    "reading",
    "pane_code",
    "sockets",
    "run_controls",
    "expect",
    "wire",
    "frames",
    "pace",
    "lanes",
    "clients",
    "browser_code",
    "room",
    "xray",
    "what_ifs",
    "diff",
    "ask",
    "grades",
    "neighbor",
    "diagnose",
    "flow",
    "flow_drawing",
    "predict",
    "predict_bench",
    "cells",
    "recall",
    "quiz",
    "options",
    "ordering",
    "matching",
    "sureness",
    "verdict",
    "report",
    "snapshot",
    "transcript",
    "take_home",
    "form",
    "account",
    "profile",
    "build",
    "challenges",
    "forced",
    "print",
)


def bundle(source: Path, target: Path) -> None:
    """Write all sheets of the folder `source` into `target`, without comments, indentation, empty lines."""
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = (line.strip() for name in SHEETS for line in _read(source / f"{name}.css").splitlines())
    target.write_text("\n".join(filter(None, lines)))


def _read(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
