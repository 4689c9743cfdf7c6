"""The stylesheets: the source has one file a component; the site loads one, the desk another."""

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
    "home_bench",
    "home_lessons",
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
    "bench_panes",
    "bench_tabs",
    "lesson_bar",
    "bench_page",
    "reading",
    "pane_code",
    "sockets",
    "behind",
    "run_controls",
    "terminal",
    "run_states",
    "limits",
    "expect",
    "wire",
    "frames",
    "pace",
    "lanes",
    "clients",
    "two_on_a_phone",
    "chat",
    "two_browsers",
    "two_wires",
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
    "predict_code",
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
    "editor",
    "editor_tools",
    "build",
    "build_log",
    "build_wide",
    "challenges",
    "forced",
    "print",
)
"""The sheets of the site."""
DESK = (
    "desk/names",
    "desk/page",
    "desk/buttons",
    "desk/fields",
    "desk/notes",
    "desk/tables",
    "desk/front_page",
    "desk/lesson_list",
    "desk/lesson_pages",
    "desk/rows",
    "desk/question_form",
    "desk/tracker_grid",
    "desk/script_steps",
    "desk/markdown_fields",
    "desk/pictures",
    "desk/differences",
    "desk/guide",
    "desk/publishing",
    "desk/question_list",
    "desk/analysis",
    "desk/chart",
    "desk/formats",
    "desk/regrading",
)
"""The sheets of the instructor's desk. They stand after those of Django's admin, without the site's own."""
BUNDLES = {"site": SHEETS, "desk": DESK}


def bundle(source: Path, target: Path) -> None:
    """Write the sheets of the folder `source` into a file of `target` for each of `BUNDLES`.

    Without comments, indentation and empty lines.
    """
    target.mkdir(parents=True, exist_ok=True)
    for bundled, names in BUNDLES.items():
        lines = (line.strip() for name in names for line in _read(source / f"{name}.css").splitlines())
        (target / f"{bundled}.css").write_text("\n".join(filter(None, lines)))


def _read(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
