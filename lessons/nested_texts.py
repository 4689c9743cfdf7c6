"""The texts in a value that came from a file or a row."""

from collections.abc import Iterator
from typing import Any


def nested_texts(value: Any) -> Iterator[str]:
    """Every text in `value`, which is a text, or a list or dict of such values, or anything else."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from nested_texts(each)
