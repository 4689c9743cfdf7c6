"""The groups of a run's consumer, as its channel layer was told: shown like an attribute of the consumer."""

IN_GROUPS = "in_groups"
"""The name of that value among the attributes. A consumer that never joins a group does not have it."""


class Memberships:
    """The groups of one consumer, under the names that its code gives them. No I/O."""

    def __init__(self) -> None:
        self._groups: set[str] | None = None

    def join(self, group: str) -> None:
        self._groups = {*(self._groups or ()), group}

    def leave(self, group: str) -> None:
        if self._groups:
            self._groups = self._groups - {group}

    def added_to(self, attributes: dict[str, str]) -> dict[str, str]:
        """`attributes`, with the groups as Python writes a list of them."""
        return attributes if self._groups is None else {**attributes, IN_GROUPS: repr(sorted(self._groups))}
