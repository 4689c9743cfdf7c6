"""Labs: their folders, their consumers, the source that learners read, and their lab.toml."""

import importlib
import inspect
import pkgutil
import tomllib
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

    def shows_first(self, number: int) -> bool:
        """Whether this is the line that the lab.toml wants to be in sight before a run."""
        wanted = lab_settings(self.name).first_line
        return bool(wanted) and self.line(number) == wanted


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


@dataclass(frozen=True, slots=True)
class FirstTask:
    """A change of one line of a lab's consumer: `old` becomes `new`; `then` says what one sees after Send."""

    line: int
    old: str
    new: str
    then: str

    def done_in(self, source: str) -> str:
        """`source`, the lab's own, with the change made."""
        lines = source.split("\n")
        lines[self.line - 1] = lines[self.line - 1].replace(self.old, self.new)
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class LabSettings:
    """The lab.toml of a lab.

    `first_line`: the text of the line that is in sight before a run, where it is not the first one that runs.
    `room`: learners can meet in it. `cut`: a learner can have the connection cut by hand. `two`: it has
    something to say between connections, so that its bench offers a second browser. `first_task`: what Build
    asks for before the learner has changed anything.
    """

    first_line: str = ""
    room: bool = False
    cut: bool = False
    two: bool = False
    first_task: FirstTask | None = None


@cache
def lab_settings(name: str) -> LabSettings:
    """The settings in the lab.toml of the lab; the defaults if it has none."""
    table = tomllib.loads(read_lab_file(name, "lab.toml"))
    task = table.pop("first_task", None)
    return LabSettings(**table, first_task=FirstTask(**task) if task else None)


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
