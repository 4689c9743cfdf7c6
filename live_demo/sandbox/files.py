"""A learner's files as Python modules that no disk has: the package `consumer`, and the other files in it."""

import importlib
import inspect
import linecache
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import CodeType, ModuleType

from channels.consumer import AsyncConsumer

from live_demo.sandbox.own_files import MAIN, line_before

PACKAGE = MAIN.removesuffix(".py")


class FileError(Exception):
    """The files cannot be run as they are. The message says why, `line` where (None: nowhere)."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.line = line


def compiled(files: Mapping[str, str]) -> dict[str, CodeType]:
    """The code of each file. Raises `FileError` at the line that is no Python."""
    codes = {}
    for name, source in padded(files).items():
        try:
            codes[name] = compile(source, name, "exec")
        except SyntaxError as error:
            where = "" if name == MAIN else f"{name}: "
            raise FileError(f"{where}{type(error).__name__}: {error.msg}", error.lineno) from None
        except (ValueError, RecursionError, MemoryError) as error:
            raise FileError(f"{name} is not a Python file: {error or type(error).__name__}") from None
    return codes


def padded(files: Mapping[str, str]) -> dict[str, str]:
    """The files with empty lines before each, so that its lines have the numbers of the whole text."""
    return {name: "\n" * line_before(dict(files), name) + source for name, source in files.items()}


class OwnFiles(MetaPathFinder, InspectLoader):
    """Finds the files of a learner: `consumer`, and `consumer.routing` for routing.py."""

    def __init__(self, codes: Mapping[str, CodeType]) -> None:
        self._codes = codes

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The file with that name. Raises `ModuleNotFoundError` where its import lacks the dot."""
        if _file_of(fullname) in self._codes:
            return spec_from_loader(fullname, self, is_package=fullname == PACKAGE)
        if fullname.startswith(f"{PACKAGE}."):
            raise ModuleNotFoundError(f"you have no file {_file_of(fullname)}. {self._in_words()}")
        if f"{fullname}.py" in self._codes:
            raise ModuleNotFoundError(f"{fullname}.py is your own: write `from .{fullname} import ...`")
        return None

    def get_code(self, fullname: str) -> CodeType:
        return self._codes[_file_of(fullname)]

    def get_source(self, fullname: str) -> None: ...

    def _in_words(self) -> str:
        return f"Your files are {', '.join(self._codes)}."


def _file_of(module: str) -> str:
    return MAIN if module == PACKAGE else f"{module.removeprefix(f'{PACKAGE}.')}.py"


def load(files: Mapping[str, str], codes: Mapping[str, CodeType]) -> ModuleType:
    """The module of `MAIN`, whose code has run, as has that of every other file. Raises what they raise."""
    for name, source in padded(files).items():
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    sys.meta_path.insert(0, OwnFiles(codes))
    module = importlib.import_module(PACKAGE)
    for name in codes:
        if name != MAIN:
            importlib.import_module(f"{PACKAGE}.{name.removesuffix('.py')}")
    return module


def modules_of(codes: Mapping[str, CodeType]) -> Iterator[ModuleType]:
    """The modules of all files, once they are loaded."""
    for name in codes:
        yield sys.modules[PACKAGE if name == MAIN else f"{PACKAGE}.{name.removesuffix('.py')}"]


def consumers_in(module: ModuleType) -> list[type[AsyncConsumer]]:
    """The consumers that `module` has. Raises `FileError` where it cannot be told which one is meant."""
    found = [value for value in vars(module).values() if _is_consumer(value)]
    if not found and not vars(module).get("application"):
        raise FileError(f"{MAIN} defines no consumer: no class that is an AsyncWebsocketConsumer or like it.")
    if len(found) > 1 and not vars(module).get("application"):
        names = ", ".join(each.__name__ for each in found)
        raise FileError(f"{MAIN} has {names}, and no `application` that routes to them.")
    return found


def own_consumers(codes: Mapping[str, CodeType]) -> set[type[AsyncConsumer]]:
    """The consumers of all files."""
    return {value for module in modules_of(codes) for value in vars(module).values() if _is_consumer(value)}


def _is_consumer(value: object) -> bool:
    return (
        inspect.isclass(value)
        and issubclass(value, AsyncConsumer)
        and value.__module__.partition(".")[0] == PACKAGE
    )
