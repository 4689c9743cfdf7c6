"""Files as instructors have them, and what Moodle 4.5 makes of each."""

import re
from html import unescape
from pathlib import Path

from lessons.markdown import block

CASES = Path(__file__).parent / "cases"
AB = [("a", 1, "x"), ("b", 0, "y")]
READ = {
    "01-tilde-equals.gift": [
        ("single", "The reply to an upgrade is _____.", [("101", 1, ""), ("200", 0, ""), ("403", 0, "")])
    ],
    "03-wildcards.gift": [
        ("short", "Spell it.", [("colo*r", 1, "")]),
        ("short", "Which word?", [("*socket*", 1, "")]),
        ("short", "A literal star?", [("5*3", 1, "")]),
        ("short", "Anything?", [("yes", 1, ""), ("*", 0, "No.")]),
    ],
    "05-truefalse.gift": [
        ("single", "One", [("True", 1, ""), ("False", 0, "")]),
        ("short", "Two", [("true", 1, "")]),
        ("single", "Three", [("True", 0, "no"), ("False", 1, "yes")]),
        ("single", "Four", [("True", 0, ""), ("False", 1, "")]),
    ],
    "07-code-in-choices.gift": [
        ("single", "Which tag is a link?", [("<a>", 1, ""), ("<link>", 0, ""), ("<href>", 0, "")]),
        ("single", "Which is a list?", [("List<int>", 1, ""), ("Map<int,int>", 0, "")]),
        ("single", "Which?", [("<a>", 1, ""), ("<b>", 0, "")]),
    ],
    "09-bom-crlf.gift": [
        ("single", "One", [("x", 1, "a"), ("y", 0, "b")]),
        ("single", "Two", [("x", 1, "a"), ("y", 0, "b")]),
    ],
    "13-math.gift": [("single", r"What is $$x^2$$ for \(x = 2\)?", [("4", 1, "ok"), ("2", 0, "no")])],
    "15-weights.gift": [
        ("single", "Best?", [("all", 1, ""), ("half", 0.5, ""), ("minus", -0.25, "")]),
        ("multiple", "Pick two", [(key, 0.5 if key in "ab" else -0.5, "") for key in "abcd"]),
        ("multiple", "Pick three", [*((key, 0.3333333, "") for key in "abc"), ("d", -1, "")]),
        ("multiple", "Unequal", [("a", 0.75, ""), ("b", 0.25, ""), ("c", 0, "")]),
        ("multiple", "Five right", [(key, 0.2, "") for key in "abcde"]),
    ],
    "17-comment-inside.gift": [("single", "Q?", AB)],
    "19-match.gift": [("matching", "Match", [("1006", "lost"), ("1000", "done"), ("4001", "own")])],
    "21-missing-word.gift": [
        ("single", "The code _____ means that it was lost.", [("1006", 1, ""), ("1000", 0, "")])
    ],
    "25-markdown.gift": [("single", "Use self and not cls: one two", AB)],
    "33-image.xml": [
        ("single", "What does the picture show?", [("A handshake", 1, "Yes"), ("A close", 0, "No")])
    ],
    "35-hints-options.xml": [("single", "Which?", AB)],
    "37-match.xml": [("matching", "Match", [("1006", "lost"), ("1000", "done")])],
    "39-numerical-units.xml": [("short", "How many seconds?", [("2", 1, "yes")])],
    "41-plain-and-auto.xml": [
        ("short", "if a < b and *c* > d", [("x", 1, "a < b")]),
        ("short", "line one line two next", [("x", 1, "")]),
    ],
    "43-xml-named.txt": [("single", "Which?", AB)],
    "45-script-in-html.xml": [("single", "Hil ok", AB)],
    "47-single-two-right.xml": [("single", "Which?", [("a", 1, "x"), ("b", 1, "y"), ("c", 0, "z")])],
    "49-key-collision.xml": [("single", "Which?", AB)],
    "51-grade-name.xml": [("single", "Which?", AB)],
    "53-code-question.gift": [
        (
            "single",
            "What does it print? for i in range(2): print(i)",
            [("0 and 1", 1, "x"), ("1 and 2", 0, "y")],
        )
    ],
}


def shown(text):
    """What learners see of a Markdown text."""
    words = " ".join(unescape(re.sub("<[^>]+>", " ", str(block(text)))).split())
    return re.sub(r" ([:.?!])", r"\1", words)
