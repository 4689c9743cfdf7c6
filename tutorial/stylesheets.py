"""The stylesheets of every page: the source has one file a component, the browser loads one file."""

from pathlib import Path

SHEETS = (
    "tokens",  # first: it declares the order of the cascade layers
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
    """Write all sheets of the folder `source` into the file `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join((source / f"{name}.css").read_text() for name in SHEETS))
