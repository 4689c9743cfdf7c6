"""The stylesheets of every page: one file a component in the source, one file for the browser."""

from pathlib import Path

SHEETS = (
    "tokens",  # first: it names the order of the layers
    "base",
    "layout",
    "shell",
    "controls",
    "tables",
    "lesson",
    "track",
    "ways",
    "source",
    "live",
    "wire",
    "player",
    "room",
    "faults",
    "flow",
    "predict",
    "recall",
    "quiz",
    "report",
    "snapshot",
    "transcript",
    "take_home",
    "account",
    "forced",
    "print",
)


def bundle(source: Path, target: Path) -> None:
    """Write the sheets in `source` as the one file `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join((source / f"{name}.css").read_text() for name in SHEETS))
