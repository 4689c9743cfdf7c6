"""What a learner can allow others to see: off until it is given, and off again at any time."""

from collections.abc import Callable
from dataclasses import dataclass

from lessons.models import Learner


@dataclass(frozen=True, slots=True)
class Consent:
    """A setting on the profile. `heading` names it, `shown` says what is shown, to whom, and what is not.

    `is_given` tells whether this learner has given it, with one query. `address` is the name of the URL to
    which a form posts `allow`, which is 'yes' or 'no'.
    """

    heading: str
    shown: str
    is_given: Callable[[Learner], bool]
    address: str
