"""A value of a recorded run that another run has since replaced."""

from ast import literal_eval
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EarlierValue:
    """What the run had when an attempt began (`lessons.plugin.RecordedValue`)."""

    text: str

    def is_written_by(self, answer: str) -> bool:
        if answer.strip() == self.text:
            return True
        try:
            return repr(literal_eval(answer.strip())) == self.text
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return False

    def why_for(self, answer: str) -> str:
        return f"The recorded run had this value when you began: `{self.text}`"
