"""The labs and what-ifs that lessons can name, as the registered plugins give them."""

from lessons.plugin import plugins
from lessons.plugin.base import LabFile


def known_labs() -> dict[str, LabFile]:
    """{name: file} of every lab."""
    return {name: file for plugin in plugins() for name, file in plugin.labs().items()}


def known_what_ifs() -> dict[str, str]:
    """{'lab/name': title} of every what-if, in the order of display."""
    return {name: title for plugin in plugins() for name, title in plugin.what_ifs().items()}
