"""Labs: which there are, their consumers, and the source that learners read."""

import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from asgiref.typing import ASGI3Application
from channels.consumer import AsyncConsumer

from live_demo import labs


@dataclass(frozen=True, slots=True)
class Lab:
    """A lab's base consumer. `source` is its file's text, `consumer` the class that it defines.

    A file that defines `application`, an ASGI application that ends in its consumers, is run through that,
    and may have `others` beside its first consumer.
    """

    name: str
    consumer: type[AsyncConsumer]
    source: str
    application: ASGI3Application | None = None
    others: tuple[type[AsyncConsumer], ...] = ()

    @property
    def filename(self) -> str:
        return f"{self.name}/consumer.py"

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its indentation."""
        return _lines(self.source)[number - 1]


@cache
def _lines(source: str) -> list[str]:
    return [line.strip() for line in source.splitlines()]


@cache
def all_labs() -> dict[str, Lab]:
    """Every lab by its name: the folders of live_demo/labs/, each with its consumer.py."""
    return {info.name: _read_lab(info.name) for info in pkgutil.iter_modules(labs.__path__)}


def _read_lab(name: str) -> Lab:
    module = importlib.import_module(f"{labs.__name__}.{name}.consumer")
    assert module.__file__
    consumers = [
        value
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, AsyncConsumer) and value.__module__ == module.__name__
    ]
    application = vars(module).get("application")
    if not consumers or (len(consumers) > 1 and not application):
        raise ValueError(f"{module.__file__} must define exactly one consumer, and defines {len(consumers)}")
    source = Path(module.__file__).read_text(encoding="utf-8")
    return Lab(name, consumers[0], source, application, tuple(consumers[1:]))
