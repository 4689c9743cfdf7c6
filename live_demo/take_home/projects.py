"""A lesson's lab as a whole Django project: shared files, some of them replaced by the lab's own."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.utils.html import escape

from lessons.models import Lesson
from live_demo.lab import all_labs, lab_folder
from live_demo.sandbox.own_files import MAIN

HERE = Path(__file__).parent
FROM_HERE = "from_here.md"
PACKAGES = ("django", "channels", "channels_redis", "daphne", "redis")


@cache
def reasons() -> dict[str, str]:
    """{path of a file: the reason why it is there, as Markdown}."""
    return tomllib.loads((HERE / "files.toml").read_text(encoding="utf-8"))


@cache
def own_folder(lab: str) -> Path | None:
    """The folder with the lab's own project files. A lab without one, and None here, cannot be taken home."""
    folder = lab_folder(lab)
    own = folder and folder / "take_home"
    return own if own and own.is_dir() else None


@cache
def own_files(lab: str) -> frozenset[str]:
    """The paths of the files that the lab's project has instead of the shared ones, or besides them."""
    own = own_folder(lab)
    return frozenset(name for name, _ in _texts_in(own)) if own else frozenset()


CONSUMER = "project/consumer.py"


def own_path(name: str) -> str:
    """The path in the project of one of a learner's several files: a package takes the consumer's place."""
    folder = CONSUMER.removesuffix(".py")
    return f"{folder}/__init__.py" if name == MAIN else f"{folder}/{name}"


def project_of(lesson: Lesson, address: str) -> dict[str, str]:
    """The text of each file of the lesson's project by its path, in the order of `reasons`.

    `address` is the absolute URL of the lesson, which some of the files name.
    """
    words = _words(lesson, address)
    files = {name: _filled(name, text, words) for name, text in _texts(lesson.lab).items()}
    files[CONSUMER] = all_labs()[lesson.lab].source
    return {name: files[name] for name in reasons() if name in files}


def in_page_order(files: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """The number, the path and the text of each file: by folder, and in it by name; the top comes last."""
    ordered = sorted(files.items(), key=lambda file: _place(file[0]))
    return [(number, name, text) for number, (name, text) in enumerate(ordered, start=1)]


def _place(name: str) -> tuple[bool, str, str]:
    folder, slash, last = name.rpartition("/")
    return not slash, folder, last


def try_it(lesson: Lesson) -> str:
    """What to change first in the project, as Markdown."""
    folder = own_folder(lesson.lab)
    assert folder
    return (folder / "try.md").read_text(encoding="utf-8").strip()


@cache
def run_it() -> str:
    """The commands that start the project."""
    return (HERE / "run_it.sh").read_text(encoding="utf-8").strip()


@cache
def from_here() -> str:
    """What to do after that, as Markdown."""
    return (HERE / FROM_HERE).read_text(encoding="utf-8").strip()


@cache
def _texts(lab: str) -> Mapping[str, str]:
    folders = [HERE / "project", own_folder(lab)]
    return {name: text for folder in folders if folder for name, text in _texts_in(folder)}


def _texts_in(folder: Path) -> Iterator[tuple[str, str]]:
    for name in reasons():
        if (folder / name).is_file():
            yield name, (folder / name).read_text(encoding="utf-8")


def _filled(name: str, text: str, words: Mapping[str, str]) -> str:
    safe = _safe if name.endswith(".html") else str
    return re.sub("|".join(words), lambda found: safe(words[found[0]]), text)


def _safe(text: str) -> str:
    """`text` escaped so that a Django template shows it as it is."""
    return escape(text).replace("{", "&#123;").replace("%", "&#37;")


def _words(lesson: Lesson, address: str) -> dict[str, str]:
    """The placeholders in the files, and what replaces them for this lesson."""
    return {
        "TheConsumer": all_labs()[lesson.lab].consumer.__name__,
        "LESSON_TITLE": lesson.title,
        "LESSON_URL": address,
        "LESSON_MESSAGE": lesson.sample_message,
        "LESSON_PATH": f"ws/{next(iter(lesson.browser_side.paths), '')}",
        "RUN_IT": run_it(),
        "TRY_IT": try_it(lesson),
        "FROM_HERE": from_here(),
        **{f"{name.upper()}_VERSION": version(name) for name in PACKAGES},
    }
