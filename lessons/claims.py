"""What a lesson claims of its run, as its plugins know it."""

from lessons.models import Lesson
from lessons.plugin import Claim, plugins


def claims_of(lesson: Lesson) -> list[Claim]:
    """The claims of all plugins, in the order of the plugins."""
    return [claim for plugin in plugins() for claim in plugin.claims(lesson)]
