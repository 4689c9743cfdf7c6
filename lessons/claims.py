"""What the questions of a lesson claim of its run."""

from lessons.models import Lesson
from lessons.plugin import Claim, plugins


def claims_of(lesson: Lesson) -> list[Claim]:
    """The claims of every plugin, in the order of the plugins."""
    return [claim for plugin in plugins() for claim in plugin.claims(lesson)]
