"""The process that plays one script: `python -m live_demo.record.desk.child`.

It reads a script as JSON (`Script.as_data`), and writes lines of JSON: {"step": number} for each step that
the run reaches, at last {"server": name, "points": [...], "rows": [...], "fault": words}. `rows` are those
that were played.
"""

import json
import os
import sys
from typing import Any, TextIO

import django


def main(source: TextIO, target: TextIO) -> None:
    from live_demo.middleware.server_name import server_name
    from live_demo.record.server import Script, record

    script = Script.from_data(json.load(source))
    run = record({"lesson": script}, lambda step: _write(target, {"step": step}))["lesson"]
    points = [point.as_json() for point in run.points]
    rows = [row.as_data() for row in run.rows]
    _write(target, {"server": server_name(), "points": points, "rows": rows, "fault": run.fault})


def _write(target: TextIO, data: dict[str, Any]) -> None:
    target.write(json.dumps(data) + "\n")
    target.flush()


if __name__ == "__main__":
    os.nice(5)
    protocol = sys.stdout
    sys.stdout = sys.stderr  # what a lab prints is no line of the protocol
    django.setup()
    main(sys.stdin, protocol)
