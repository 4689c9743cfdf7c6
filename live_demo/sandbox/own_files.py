"""Several files in one text, as a learner writes them: a line `# file: routing.py` begins the next file.

What comes before the first such line is `consumer.py`. Lines are numbered through the whole text, so that a
line has one number in the editor, in a traceback and on the bench.
"""

import keyword
import re
from collections.abc import Iterator

MAIN = "consumer.py"
"""The file that has the consumers, or the `application` that leads to them."""
MAX_FILES = 8
_HEAD = re.compile(r"^# file: (\w+\.py)[ \t]*$", re.MULTILINE | re.ASCII)
_NAMED = re.compile(r"^# file:[ \t]*(.*?)[ \t]*$")
"""Line that begins a file, also with a name that no file can have."""
_NAME = re.compile(r"[A-Za-z_]\w*\.py", re.ASCII)


def files_in(source: str) -> dict[str, str]:
    """The text of each file by its name, `MAIN` first. Of two files of one name the later one stands."""
    heads = list(_HEAD.finditer(source))
    names = [MAIN, *(head[1] for head in heads)]
    ends = [0, *(head.end() + 1 for head in heads)]
    starts = [*(head.start() for head in heads), len(source)]
    return {name: source[end:start] for name, end, start in zip(names, ends, starts, strict=True)}


def faults_of(source: str) -> list[tuple[str, int]]:
    """What is wrong with the names of the files: a sentence and the line, for each of them."""
    faults, names = [], [MAIN]
    for number, name in _named_in(source):
        if fault := _fault_of(name, names):
            faults.append((fault, number))
        names.append(name)
    if len(names) > MAX_FILES:
        faults.append((f"You have {len(names)} files. There may be {MAX_FILES}.", number))
    return faults


def _named_in(source: str) -> Iterator[tuple[int, str]]:
    """The number of each line that begins a file, and the name in it."""
    for number, line in enumerate(source.split("\n"), start=1):
        if found := _NAMED.match(line):
            yield number, found[1]


def _fault_of(name: str, others: list[str]) -> str:
    """The reason why a file cannot have the name beside those of `others`; empty if it can."""
    if not _NAME.fullmatch(name):
        return (
            f"“{name}” cannot be the name of a file. Use letters, digits and _, do not begin with a digit, "
            "and end with .py, as in routing.py."
        )
    if keyword.iskeyword(stem := name.removesuffix(".py")):
        return f"No import can name {name}: “{stem}” is a word of Python. Give the file another name."
    if name == "__init__.py":
        return f"You need no __init__.py: {MAIN} takes its place. Give the file another name."
    return f"There are two files {name}. Give one of them another name." if name in others else ""


def line_before(files: dict[str, str], name: str) -> int:
    """How many lines of the whole text stand before the file `name`."""
    before = list(files)[: list(files).index(name)]
    return sum(files[each].count("\n") + 1 for each in before)


def is_own(filename: str) -> bool:
    """Whether a file of a traceback is one of a learner's: all others have a folder or are no file."""
    return filename.endswith(".py") and "/" not in filename
