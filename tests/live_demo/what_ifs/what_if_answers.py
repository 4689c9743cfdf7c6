"""What learners of the tests say of what-ifs, and the lessons that have them."""

import tomllib

from tests.support.servers import ROOT

LESSONS = {
    tomllib.loads(file.read_text())["lab"]: f"{file.parts[-3]}/{file.parts[-2][3:]}"
    for file in sorted(ROOT.glob("fixtures/*/*/lesson.toml"))
}
"""{lab: its lesson}"""
SAID = {"option": 0, "close_code": "1000", "disconnect": "no"}
"""Answer to a what-if with the items that most have."""
EVERY_ITEM = {"clean": "no", "waited": "no", "close_code": "1006", "disconnect": "no", "neighbor": "goes on"}
EVERY_ITEM |= {
    "methods": "none",
    "replies": "1",
    "received": "1",
    "answer": "hi",
    "status": "101",
    "events": "open",
}
"""Of any what-if: items that it does not have are left out."""
