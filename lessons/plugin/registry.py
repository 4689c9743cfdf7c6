"""The plugins of this process."""

from collections.abc import Iterator

from lessons.plugin.base import LessonPlugin
from lessons.ways import WAYS

_plugins: list[LessonPlugin] = []


def register(plugin: LessonPlugin) -> None:
    """Add `plugin`; call it in `AppConfig.ready`. Raises `ValueError` for a name that is unknown or taken."""
    for way in [*plugin.way_contexts, *plugin.progress, *plugin.completions]:
        if way not in WAYS:
            raise ValueError(f"there is no way '{way}'; there are {', '.join(WAYS)}")
    known = {name for other in _plugins for name in _names(other)}
    for name in _names(plugin):
        if name in known:
            raise ValueError(f"another plugin has {' '.join(name)} already")
    _plugins.append(plugin)


def plugins() -> tuple[LessonPlugin, ...]:
    """Every registered plugin, in the order of INSTALLED_APPS."""
    return tuple(_plugins)


def _names(plugin: LessonPlugin) -> Iterator[tuple[str, str]]:
    yield from (("file", file.filename) for file in plugin.folder_files)
    for kind in ("way_contexts", "progress", "completions", "learner_data", "history"):
        yield from ((kind, name) for name in getattr(plugin, kind))
