"""Labs: their folders, their consumers, and the source that learners read."""

import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

from asgiref.typing import ASGI3Application
from channels.consumer import AsyncConsumer

from live_demo import labs


@dataclass(frozen=True, slots=True)
class Lab:
    """A consumer file of a lab, its base or a variant. `source` is its text, `consumer` the class in it.

    A file that defines `application`, an ASGI application that ends in its consumers, is run through that,
    and may have `others` beside its first consumer.
    """

    name: str
    consumer: type[AsyncConsumer]
    source: str
    application: ASGI3Application | None = None
    others: tuple[type[AsyncConsumer], ...] = ()
    file: str = "consumer"
    variables: tuple[str, ...] | None = None
    """The names in the tracker of a run of it; None for those of the lesson."""

    @property
    def filename(self) -> str:
        return f"{self.name}/{self.file}.py"

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, unindented; empty where the file was longer once."""
        lines = _lines(self.source)
        return lines[number - 1] if number <= len(lines) else ""


@cache
def _lines(source: str) -> list[str]:
    return [line.strip() for line in source.splitlines()]


@cache
def all_labs() -> dict[str, Lab]:
    """Every lab by its name: the folders of live_demo/labs/, each with its consumer.py.

    Raises `FileNotFoundError` for a folder without `__init__.py`, which Python would pass over in silence.
    """
    for folder in labs.__path__:
        check_packages(Path(folder))
    return {info.name: read_lab(info.name) for info in pkgutil.iter_modules(labs.__path__)}


def check_packages(folder: Path) -> None:
    """Raise `FileNotFoundError` if a folder in `folder` has a consumer.py and no `__init__.py`."""
    for file in sorted(folder.glob("*/consumer.py")):
        if not (file.parent / "__init__.py").is_file():
            raise FileNotFoundError(
                f"{file.parent} has a consumer.py, but no __init__.py: add an empty one, or it is no lab"
            )


@cache
def read_lab(name: str, file: str = "consumer") -> Lab:
    """A lab as the file with that name runs it."""
    module, (consumer, *others) = read_consumers(name, file)
    assert module.__file__
    source = Path(module.__file__).read_text(encoding="utf-8")
    return Lab(name, consumer, source, vars(module).get("application"), tuple(others), file)


def read_consumers(name: str, file: str) -> tuple[ModuleType, tuple[type[AsyncConsumer], ...]]:
    """The module of a lab's file, and the consumers that it defines: one, unless it routes to more."""
    module = importlib.import_module(f"{labs.__name__}.{name}.{file}")
    consumers = [
        value
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, AsyncConsumer) and value.__module__ == module.__name__
    ]
    application = vars(module).get("application")
    if not consumers or (len(consumers) > 1 and not application):
        raise ValueError(f"{module.__file__} must define exactly one consumer, and defines {len(consumers)}")
    return module, tuple(consumers)


@cache
def lab_folder(name: str) -> Path | None:
    """The folder of the lab; None if there is no such lab."""
    folders = (Path(folder) / name for folder in labs.__path__)
    return next((folder for folder in folders if name and folder.is_dir()), None)


def read_lab_file(name: str, filename: str) -> str:
    """The text of a file beside the consumer of the lab; empty where there is none."""
    folder = lab_folder(name)
    file = folder and folder / filename
    return file.read_text(encoding="utf-8") if file and file.is_file() else ""
