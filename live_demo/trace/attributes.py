"""The consumer's own attributes as they are now, and before their last change. Pure."""


class AttributeState:
    """Both dictionaries are replaced, never changed in place, so that each trace point can carry them whole.

    `values` is {attribute: its value as Python writes it}. `before` has the value that an attribute had
    before its last change, None where the attribute was not there.
    """

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.before: dict[str, str | None] = {}

    def update(self, values: dict[str, str]) -> list[str] | None:
        """The attributes whose values are new in `values`; None where all are as they were."""
        known = self.values
        if values == known:
            return None
        changed = [name for name, value in values.items() if known.get(name) != value]
        self.before = {**self.before, **{name: known.get(name) for name in changed}}
        self.values = values
        return changed

    def adopt(self, values: dict[str, str], before: dict[str, str | None]) -> None:
        """Take over the state that another process has recorded."""
        self.values, self.before = values, before
