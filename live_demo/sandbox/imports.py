"""What a learner's file can import: the modules that the fork server has imported before it forked.

Nothing can be read from the disk in a sandboxed worker, so any other module is not there. Who asks for one is
told what is. This is a help for learners: what confines the worker is the kernel.
"""

import importlib
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

OFFERED = [
    "abc",
    "asyncio",
    "base64",
    "bisect",
    "collections",
    "collections.abc",
    "contextlib",
    "copy",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "hmac",
    "html",
    "inspect",
    "itertools",
    "json",
    "logging",
    "math",
    "operator",
    "pprint",
    "queue",
    "random",
    "re",
    "secrets",
    "statistics",
    "string",
    "textwrap",
    "threading",
    "time",
    "traceback",
    "types",
    "typing",
    "unicodedata",
    "urllib.parse",
    "uuid",
    "zlib",
    "asgiref.sync",
    "channels.auth",
    "channels.consumer",
    "channels.db",
    "channels.exceptions",
    "channels.generic.http",
    "channels.generic.websocket",
    "channels.layers",
    "channels.middleware",
    "channels.routing",
    "channels.security.websocket",
    "channels.sessions",
    "django.conf",
    "django.contrib.auth.models",
    "django.urls",
]
_NEEDED = [
    "_strptime",
    "ast",
    "asyncio.selector_events",
    "asyncio.taskgroups",
    "asyncio.threads",
    "asyncio.timeouts",
    "concurrent.futures.thread",
    "encodings.ascii",
    "encodings.idna",
    "encodings.latin_1",
    "encodings.utf_16",
    "linecache",
    "django.contrib.sessions.backends.signed_cookies",
]
"""Modules that offered ones import only when they are used."""
_FOR_ATTACKS = [
    "ctypes",
    "errno",
    "fcntl",
    "gc",
    "mmap",
    "multiprocessing",
    "os",
    "pickle",
    "resource",
    "select",
    "signal",
    "socket",
    "struct",
    "subprocess",
]
"""Modules that attackers want. The self-test needs them to prove that the kernel alone stops attacks."""


class NotHere:
    """Stands in place of every finder: it finds no module, and says which there are."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raise `ModuleNotFoundError` with the names that can be imported."""
        raise ModuleNotFoundError(f"there is no module {name!r} here. {offered_in_words()}", name=name)


def preload() -> None:
    """Import what workers need, before they are forked off."""
    import gc

    from live_demo.workers.django_settings import set_up_django

    set_up_django()
    for name in (*OFFERED, *_NEEDED, *_FOR_ATTACKS):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # memory is shared with the workers until it is written to, and the collector would write


_modules = sys.modules
_loaded: dict[str, ModuleType] = {}


def close_imports() -> None:
    """Let only modules be imported from now on that are loaded already."""
    sys.meta_path[:] = [NotHere()]
    sys.path[:] = []
    _loaded.update(_modules)


def restore_modules() -> None:
    """Put back modules that code has removed from `sys.modules`. Without them no exception can be told."""
    sys.modules = _modules
    for name, module in _loaded.items():
        _modules.setdefault(name, module)


def offered_in_words() -> str:
    """The sentence that names what can be imported: top-level names of the standard library, and packages."""
    names = sorted({name.partition(".")[0] for name in OFFERED})
    return f"You can import {', '.join(names[:-1])} and {names[-1]}."
