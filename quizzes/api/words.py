"""Sentences for pydantic's errors, our own for the frequent ones."""

from collections.abc import Mapping
from typing import Any

_WORDS = {
    "missing": "This is missing.",
    "extra_forbidden": "This operation does not accept this field.",
    "too_short": "Send {min_length} at least.",
    "too_long": "Send {max_length} at most.",
    "string_type": "Send a text.",
    "string_too_short": "Send a text of {min_length} characters at least.",
    "string_too_long": "Send a text of {max_length} characters at most.",
    "string_unicode": "Send a text of whole characters. This one has half a character in it.",
    "string_pattern_mismatch": "The text has characters that are not allowed. Send what matches {pattern}",
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
    known = _WORDS.get(error["type"])
    if known:
        return known.format(**error.get("ctx", {}))
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{message[0].upper()}{message[1:].rstrip('.')}."
