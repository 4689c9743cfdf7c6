"""A learner's files as a Python module that no disk has."""

import inspect
import linecache
import sys
from collections.abc import Mapping
from types import CodeType, ModuleType

from channels.consumer import AsyncConsumer

MAIN = "consumer.py"
"""The file that has the consumers; it can import the others by their names."""


class FileError(Exception):
    """The files cannot be run as they are. The message says why, `line` where in `MAIN` (None: nowhere)."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.line = line


def compiled(files: Mapping[str, str]) -> dict[str, CodeType]:
    """The code of each file. Raises `FileError` at the line that is no Python."""
    codes = {}
    for name, source in files.items():
        try:
            codes[name] = compile(source, name, "exec")
        except SyntaxError as error:
            where = "" if name == MAIN else f"{name}: "
            raise FileError(f"{where}{type(error).__name__}: {error.msg}", error.lineno) from None
        except (ValueError, RecursionError, MemoryError) as error:
            raise FileError(f"{name} is not a Python file: {error or type(error).__name__}") from None
    return codes


def load(files: Mapping[str, str], codes: Mapping[str, CodeType]) -> ModuleType:
    """The module of `MAIN`, whose code has run, as has that of the other files. Raises what they raise."""
    for name in sorted(codes, key=lambda name: name == MAIN):
        source = files[name]
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        module = ModuleType(name.removesuffix(".py"))
        module.__file__ = name
        sys.modules[module.__name__] = module
        exec(codes[name], vars(module))  # noqa: S102  it is what this room is for
    return module


def consumers_in(module: ModuleType) -> list[type[AsyncConsumer]]:
    """The consumers that the file defines. Raises `FileError` where it cannot be told which one is meant."""
    found = [value for value in vars(module).values() if _is_consumer(value, module.__name__)]
    if not found:
        raise FileError(
            "The file defines no consumer: no class that is an AsyncWebsocketConsumer or like it."
        )
    if len(found) > 1 and not vars(module).get("application"):
        names = ", ".join(each.__name__ for each in found)
        raise FileError(f"The file defines {names}, and no `application` that routes to them.")
    return found


def _is_consumer(value: object, module: str) -> bool:
    return inspect.isclass(value) and issubclass(value, AsyncConsumer) and value.__module__ == module
