"""What of a question differs between two versions of a quiz, as far as its statistics depend on it. Pure."""

from typing import Any

from quizzes.kinds import kinds
from quizzes.regrading.key import Content, has_other_key

WORDING, OPTIONS, KEY = "wording", "options", "key"


def differences(old: Content, new: Content) -> list[str]:
    """Some of `WORDING`, `OPTIONS` and `KEY`. The order of the options makes no difference."""
    found = [WORDING] if old["text"].strip() != new["text"].strip() else []
    found += [OPTIONS] if sorted(options(old)) != sorted(options(new)) else []
    return found + ([KEY] if has_other_key(old, new) else [])


def options(content: Content) -> list[str]:
    """The texts that learners choose from, in their order. Empty where they type."""
    if not kinds[content["kind"]].shows_choices:
        return []
    texts = [row["text"].strip() for row in content["choices"]]
    return texts + [row.get("match", "").strip() for row in content["choices"]] + _extra(content)


def _extra(content: dict[str, Any]) -> list[str]:
    return [str(text) for text in content["expects"].get("extra", [])]
