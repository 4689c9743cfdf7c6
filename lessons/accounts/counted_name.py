"""The user name under which a failed sign-in is counted."""

from collections.abc import Mapping

from django.http import HttpRequest

MAX_LENGTH = 255
"""What the row of a failed sign-in takes. PostgreSQL refuses more; no account has so long a name."""


def counted_name(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str | None:
    """The name that was typed, as far as it can be stored; None where there is none."""
    name = (credentials if credentials else request.POST).get("username")
    return None if name is None else name[:MAX_LENGTH]
