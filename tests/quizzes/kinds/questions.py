"""Questions of each type, as grading sees them."""

from dataclasses import dataclass

from quizzes.kinds.answer_key import AnswerKey, KeyChoice


def choices(*rows):
    """Choices from (text, is_right) pairs, with the feedback 'why <text>' and 'missed <text>'."""
    return [
        KeyChoice(key, right, f"why {text}", text, f"missed {text}")
        for key, (text, right) in zip("abcdef", rows, strict=False)
    ]


def question(kind, *rows, expects=None, **more):
    return AnswerKey("q", choices(*rows), "step 2", kind=kind, expects=expects or {}, **more)


@dataclass
class Recorded:
    """Stands for what a run has recorded."""

    text: str

    def is_written_by(self, said):
        return said == self.text

    def why_for(self, said):
        return f"Line 3 ran, not {said}"
