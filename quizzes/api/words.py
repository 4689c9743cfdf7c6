"""Sentences for pydantic's errors, our own for the frequent ones."""

from collections.abc import Mapping
from typing import Any

from quizzes.api.patterns import WORDS

_WORDS = {
    "missing": "This is missing.",
    "extra_forbidden": "This operation does not accept this field.",
    "too_short": "This is empty. Send at least {min_length} in it.",
    "too_long": "Send at most {max_length} in it.",
    "string_type": "Send a text.",
    "string_too_short": "Send a text that is not empty.",
    "string_too_long": "Send a text of {max_length} characters at most.",
    "string_unicode": "Send a text of whole characters. This one has half a character in it.",
    "uuid_parsing": "Send an id as the API gave it, such as 2cdba1b1-8df7-47ad-bf23-f6d7cccc4bc2.",
    "uuid_type": "Send an id as the API gave it, such as 2cdba1b1-8df7-47ad-bf23-f6d7cccc4bc2.",
    "int_type": "Send a whole number.",
    "int_parsing": "Send a whole number.",
    "int_parsing_size": "Send a smaller number.",
    "greater_than_equal": "Send {ge} or more.",
    "less_than_equal": "Send {le} or less.",
    "literal_error": "Send one of {expected}.",
    "dict_type": "Send a JSON object.",
    "model_type": "Send a JSON object.",
    "model_attributes_type": "Send a JSON object.",
    "list_type": "Send a JSON list.",
}


def words(error: Mapping[str, Any]) -> str:
    """A sentence for one of pydantic's errors: ours if we have one, else pydantic's."""
    if error["type"] == "string_pattern_mismatch":
        return WORDS[error["ctx"]["pattern"]]
    known = _WORDS.get(error["type"])
    if known:
        return known.format(**error.get("ctx", {}))
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{message[0].upper()}{message[1:].rstrip('.')}."
