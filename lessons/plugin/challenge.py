"""Code that learners write for a lesson, and the verdict on it, as other apps know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ChallengeInfo:
    """A challenge of a lesson. `promises` are what the code has to keep, `starter` is what one begins with.

    `path` is the address of its page on this site.
    """

    name: str
    title: str
    text: str
    starter: str
    promises: Sequence[str]
    path: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One promise in a verdict. `words` say how it was broken; empty where it was kept."""

    name: str
    promise: str
    passed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one attempt at the challenge with this title, whose page has the address `path`.

    `credit`, 0 to 1, is what the challenge counts for the learner, given by the first attempt that passes;
    0 for one that does not pass. `why` says why the code could not be judged: it is then no try.
    """

    title: str
    path: str
    judged_at: datetime
    passed: bool
    credit: float
    why: str
    checked: Sequence[Checked]
