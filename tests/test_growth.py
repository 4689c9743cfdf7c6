"""What people write is read in steps that grow with its length, and not with its square.

Steps are counted, not timed: twice the text may take about twice the steps.
"""

import ast
import itertools
import json
import re
import sys
from pathlib import Path

import pytest

from lessons import markdown, sentences
from lessons.folder import faults, read
from lessons.folder.toml import read_toml
from lessons.folder.tree import folder_of
from lessons.text_width import wrap
from quizzes.formats.from_html import markdown_of
from quizzes.formats.gift_read import read_gift
from quizzes.formats.markup import to_markdown
from tests.support.parser_steps import regex_steps, steps_of
from tests.support.servers import ROOT

MOST = 2.6
"""Steps for twice the text over steps for the text. It is 2 for linear time and 4 for quadratic."""
SAMPLES = [
    *(
        " ",
        ".",
        ". ",
        ".'",
        "A. ",
        "e.g. ",
        '"',
        "“",
        "«",
        "a",
        "<",
        ">",
        "&",
        "&lt;",
        "*a ",
        "_a ",
        "`",
        "{",
        "}",
    ),
    *(
        "{}",
        "[",
        "![",
        "[a](",
        "- ",
        "1. ",
        "> ",
        "|",
        "\n",
        "\n ",
        "#",
        "=a ",
        "~a ",
        "~%1%",
        "::",
        "//",
        "\\",
    ),
    *("<b>", "<p>", "<br>", "<ul><li>", "<a ", "[id:", "[html]", "0 ", "'", "a.", "a = 1\n", "[a]\n"),
]
PARSERS = {
    "sentences": lambda text: sentences.sentences(markdown.inline.__wrapped__(text)),
    "sentences of HTML": sentences.sentences,
    "a transcript": lambda text: transcript(text),
    "TOML": read_toml,
    "a name in TOML": lambda text: read_toml(f"[{text}]\n"),
    "a value in TOML": lambda text: read_toml(f"a = [{text}]\n"),
    "the lines of TOML": lambda text: faults._lines_of(f"[{text}]"),
    "HTML": lambda text: to_markdown(text, "html"),
    "plain text": lambda text: to_markdown(text, "plain"),
    "Moodle's text": lambda text: to_markdown(text, "moodle"),
    "the answers of GIFT": lambda text: gift(f"q {{={text}}}"),
    "the question of GIFT": lambda text: gift(f"{text} {{=a ~b}}"),
    "many lines of GIFT": lambda text: gift("q {\n" + text.replace(" ", "\n") + "}"),
    "Markdown": lambda text: markdown.block.__wrapped__(text),
    "a title that is wrapped": lambda text: wrap(text, room=200, size=16),
}


def transcript(text):
    folder = folder_of(Path("track"), {"transcript.md": f"x{text}x".encode()})
    return read._read_transcript(folder, [], None)


def gift(text):
    return read_gift("a.gift", text.encode())


def tried(parse, text):
    """Parse, as if for the first time; a text that is refused was read, too."""
    markdown_of.cache_clear()
    try:
        parse(text)
    except Exception as error:
        return error
    return None


@pytest.mark.parametrize("parser", PARSERS)
def test_a_parser_takes_steps_that_grow_with_the_text(parser):
    parse = PARSERS[parser]
    for sample in SAMPLES:
        short, long = (sample * (size // len(sample)) for size in (600, 1200))
        tried(parse, sample * 3)  # what is made once is made now
        few, many = (steps_of(lambda text=text: tried(parse, text)) for text in (short, long))
        assert many < MOST * few + 500, f"{sample!r}: {few} steps, then {many}"


@pytest.mark.parametrize(
    "parse",
    [
        lambda text: [None for _ in text for _ in text],
        lambda text: [text.count(letter) for letter in text],
        lambda text: [sorted(text[place:]) and text[place:].strip() for place in range(len(text))],
    ],
    ids=["loops", "methods", "slices"],
)
def test_the_steps_of_a_parser_that_is_not_linear_are_seen(parse):
    few, many = (steps_of(lambda size=size: parse("a" * size)) for size in (600, 1200))
    assert many > 3 * few


# Regular expressions take their steps in C, where nothing else runs meanwhile.

BOUNDED = {
    r"(?:.*/)?(?:__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini)(?:/.*)?": "paths of at most 150 characters",
}


ANCHORED = {"match", "fullmatch"}


def patterns():
    """{regular expression: whether it is looked for at the beginning only}, of the whole product."""
    found = {}
    for package in ("lessons", "quizzes", "live_demo", "tutorial"):
        for file in sorted((ROOT / package).rglob("*.py")):
            if "labs" not in file.parts and "migrations" not in file.parts:
                found |= patterns_in(ast.parse(file.read_text()))
    for name, module in list(sys.modules.items()):
        if name.startswith(("lessons.", "quizzes.")):
            for value in vars(module).values():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    found.setdefault(value.pattern, False)
    texts = {_text(pattern): is_anchored for pattern, is_anchored in found.items()}
    return {pattern: is_anchored for pattern, is_anchored in texts.items() if pattern not in BOUNDED}


def _text(pattern):
    """A pattern on bytes takes the same steps as that on text."""
    return pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern


def patterns_in(tree):
    names, used, found = {}, {}, {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and is_regex(node.value):
            names[node.targets[0].id] = node.value.args[0]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used.setdefault(node.value.id, set()).add(node.attr)
        if is_regex(node) and isinstance(node.args[0], ast.Constant):
            found[node.args[0].value] = node.func.attr in ANCHORED
    for name, pattern in names.items():
        if isinstance(pattern, ast.Constant):
            found[pattern.value] = bool(used.get(name)) and used[name] <= ANCHORED
    return found


def is_regex(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr
        in ("compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "split")
    )


def alphabet(pattern):
    """Characters that a pattern may be about: the signs in it, and one of each common sort."""
    signs = [each for each in pattern if not each.isalnum() and each not in "()?+^$|"]
    return sorted({*signs, *" a1\n"})[:12]


PATTERNS = patterns()


@pytest.mark.parametrize("pattern", PATTERNS, ids=json.dumps)
def test_a_regular_expression_takes_steps_that_grow_with_the_text(pattern):
    compiled = re.compile(pattern)
    words = [*itertools.product(alphabet(pattern), repeat=1), *itertools.product(alphabet(pattern), repeat=2)]
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(50_000)
    try:
        for word in map("".join, words):
            few, many = (regex_steps(compiled, word * n + "x", anchored=PATTERNS[pattern]) for n in (12, 24))
            assert many < MOST * few + 60, f"{word!r}: {few} steps, then {many}"
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        (r"\s*\{([^{}]*)\}$", " "),
        (r"[.!?…]+[\"”»’')\]]*\s+(?=\S)", "."),
        (r"“[^”]*”", "“"),
        (r"(aa+)+b", "a"),
    ],
)
def test_the_steps_of_a_regular_expression_that_is_not_linear_are_seen(pattern, word):
    compiled = re.compile(pattern)
    few, many = (regex_steps(compiled, word * n + "x") for n in (8, 16))
    assert many > 3 * few
