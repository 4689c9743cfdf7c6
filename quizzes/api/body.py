"""Bodies of requests: their limits, and JSON that can do no harm."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja.parser import Parser

BATCH = "/grade-batch"
"""How the address ends that takes a larger body."""


class JsonParser(Parser):
    """JSON as RFC 8259 has it: no NaN. Whatever is raised here becomes a 400 with its reason."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            return json.loads(request.body, parse_constant=_refuse)
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


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
