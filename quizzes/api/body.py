"""Bodies of requests: their limits, and JSON that can do no harm."""

import json
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja.parser import Parser

BATCH = "/grade-batch"
"""How the address ends that takes a larger body."""


class OtherTypeError(ValueError):
    """The body is not declared to be JSON."""


class JsonParser(Parser):
    """JSON as RFC 8259 has it: no NaN, no name twice in an object.

    `OtherTypeError` becomes a 415, whatever else is raised a 400, with its reason.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        _refuse_other_types(request)
        try:
            return json.loads(request.body, parse_constant=_refuse, object_pairs_hook=_once_each)
        except RecursionError as error:
            raise ValueError("the JSON is nested too deeply") from error


def body_limit(request: HttpRequest) -> int:
    """In bytes."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert limit
    return int(settings.API["BATCH_BYTES"]) if request.path.endswith(BATCH) else limit


def take_body(request: HttpRequest) -> None:
    """Read the body, if its Content-Length is within the limit. Raises `RequestDataTooBig` before reading.

    Django's own property would do so too, but knows one limit for all addresses; it gives what is read here.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > body_limit(request):
        raise RequestDataTooBig
    request._body = request.read()


def _refuse_other_types(request: HttpRequest) -> None:
    sent = (request.content_type or "").lower()
    if request.body and sent != "application/json" and not sent.endswith("+json"):
        said = f"This body is declared as '{sent}'" if sent else "The type of this body is not declared"
        raise OtherTypeError(f"{said}. Send JSON, with the header 'Content-Type: application/json'.")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"one object has the key '{twice[:50]}' more than once")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
