"""What the cache writes into Redis: JSON, which can hold nothing that runs when it is read."""

import json
from typing import Any


class JsonSerializer:
    """For Django's `RedisCache`, in place of pickle. Raises `TypeError` for what JSON cannot hold.

    Integers are written as their digits, so that Redis can count with them. What is no JSON is None when it
    is read, as if it were missing.
    """

    def dumps(self, value: Any) -> int | bytes:
        if type(value) is int:
            return value
        return json.dumps(value, separators=(",", ":")).encode()

    def loads(self, data: bytes) -> Any:
        try:
            return json.loads(data)
        except ValueError:
            return None
