"""Several files in one text, as a learner writes them: a line `# file: routing.py` begins the next file.

What comes before the first such line is `consumer.py`. Lines are numbered through the whole text, so that a
line has one number in the editor, in a traceback and on the bench.
"""

import re
from itertools import pairwise

MAIN = "consumer.py"
"""The file that has the consumers, or the `application` that leads to them."""
MAX_FILES = 8
_HEAD = re.compile(r"^# file: (\w+\.py)[ \t]*$", re.MULTILINE)


def files_in(source: str) -> dict[str, str]:
    """The text of each file by its name, `MAIN` first. Of two files of one name the later one stands."""
    heads = list(_HEAD.finditer(source))
    names = [MAIN, *(head[1] for head in heads)]
    ends = [0, *(head.end() + 1 for head in heads)]
    starts = [*(head.start() for head in heads), len(source)]
    return {name: source[end:start] for name, end, start in zip(names, ends, starts, strict=True)}


def faults_of(source: str) -> list[str]:
    """What is wrong with the names of the files, in sentences."""
    names = [MAIN, *(head[1] for head in _HEAD.finditer(source))]
    twice = {name for name, following in pairwise(sorted(names)) if name == following}
    faults = [f"There are two files {name}. Give one of them another name." for name in sorted(twice)]
    if len(names) > MAX_FILES:
        faults.append(f"You have {len(names)} files. There may be {MAX_FILES}.")
    return faults


def line_before(files: dict[str, str], name: str) -> int:
    """How many lines of the whole text stand before the file `name`."""
    before = list(files)[: list(files).index(name)]
    return sum(files[each].count("\n") + 1 for each in before)


def is_own(filename: str) -> bool:
    """Whether a file of a traceback is one of a learner's: all others have a folder or are no file."""
    return filename.endswith(".py") and "/" not in filename
