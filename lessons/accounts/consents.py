"""The settings of the profile: what a learner lets others see."""

from lessons.models import Learner
from lessons.plugin import Consent, plugins


def consents_of(learner: Learner | None) -> list[tuple[Consent, bool]]:
    """Each consent, and whether the learner has given it. A visitor who has done nothing has none to give."""
    if learner is None:
        return []
    return [(consent, consent.is_given(learner)) for plugin in plugins() for consent in plugin.consents]
