"""The stylesheets of every page: the source has one file a component, the browser loads one file."""

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
    "what_if_bench",
    "pane_code",
    "sockets",
    "run_controls",
    "expect",
    "wire",
    "frames",
    "player",
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
    "forced",
    "print",
)


def bundle(source: Path, target: Path) -> None:
    """Write all sheets of the folder `source` into the file `target`, without indentation and empty lines."""
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = (line.strip() for name in SHEETS for line in (source / f"{name}.css").read_text().splitlines())
    target.write_text("\n".join(filter(None, lines)))
