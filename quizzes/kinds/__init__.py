"""The question types. A new one is a module here, named in `kinds`; CONTRIBUTING says the rest."""

from quizzes.kinds.base import Kind
from quizzes.kinds.cell import Cell
from quizzes.kinds.matching import Matching
from quizzes.kinds.multiple import Multiple
from quizzes.kinds.ordering import Ordering
from quizzes.kinds.short import Short
from quizzes.kinds.single import Single

kinds: dict[str, Kind] = {
    kind.name: kind for kind in (Single(), Multiple(), Ordering(), Matching(), Short(), Cell())
}


def kind_choices() -> list[tuple[str, str]]:
    """For the database field; a function, so that a new type needs no migration."""
    return [(kind.name, kind.title) for kind in kinds.values()]
