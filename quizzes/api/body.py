"""Read the bodies of requests: limit their size, and parse JSON strictly."""

import json
import sys
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja.parser import Parser

BATCH = "-batch"
"""The end of the URLs that take a larger body."""


MAX_COMMAS = 1_000_000
"""Most values in a body. Python parses an array in one go: 50 ms for so many, in which nobody is served."""


class BodyError(ValueError):
    """A body that is not read. `name` is that of its type in the catalog of problems."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name


class JsonParser(Parser):
    """Parses JSON as RFC 8259 defines it: without NaN, and without duplicate names in an object.

    `BodyError` leads to a 415 response, any other exception to a 400 with its message.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        _refuse_other_types(request)
        if (number := request.body.count(b",")) > MAX_COMMAS:
            raise ValueError(f"the body has {number:,} commas, and at most {MAX_COMMAS:,} are taken")
        try:
            return json.loads(request.body, parse_constant=_refuse, object_pairs_hook=_once_each)
        except RecursionError as error:
            raise ValueError("the JSON is nested too deeply") from error
        except json.JSONDecodeError:
            raise
        except ValueError as error:
            if "int_max_str_digits" not in str(error):
                raise
            most = sys.get_int_max_str_digits()
            raise ValueError(f"a number has more than {most:,} digits") from error


def body_limit(request: HttpRequest) -> int:
    """The largest body that this URL takes, in bytes."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert limit
    return int(settings.API["BATCH_BYTES"]) if request.path.endswith(BATCH) else limit


def take_body(request: HttpRequest) -> None:
    """Read the body. Raises `RequestDataTooBig` without reading if its Content-Length exceeds the limit.

    Django's `request.body` has one limit for all URLs. It returns what is read here. A body that Django
    would take for an empty one, or for other bytes than were meant, is a `BodyError`.
    """
    length = request.META.get("CONTENT_LENGTH")
    if not length and "HTTP_TRANSFER_ENCODING" in request.META:
        raise BodyError("length-missing", "The body came in chunks. Send it whole, with Content-Length.")
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if encoding != "identity":
        reason = f"The body is encoded as '{encoding[:50]}'. Send it without Content-Encoding."
        raise BodyError("content-encoding", reason)
    length = length or "0"
    if not length.isdecimal() or len(length) > 12 or int(length) > body_limit(request):
        raise RequestDataTooBig
    request._body = request.read()


def _refuse_other_types(request: HttpRequest) -> None:
    sent = (request.content_type or "").lower()
    if request.body and sent != "application/json" and not sent.endswith("+json"):
        message = f"This body is declared as '{sent}'" if sent else "The type of this body is not declared"
        raise BodyError(
            "not-json-type", f"{message}. Send JSON, with the header 'Content-Type: application/json'."
        )


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"one object has the key '{twice[:50]}' more than once")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
