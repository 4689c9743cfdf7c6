"""How many bytes the body of a request may have. The servers and the ASGI application ask here."""

from collections.abc import Collection

from django.conf import settings

from quizzes.api.body import BATCH


def body_limit(path: str, header_names: Collection[bytes]) -> int:
    """The largest body in bytes for the address `path`; `header_names` are in lower case.

    A larger body than that of a form is taken only from somebody who says who they are: by a key of the API
    for a batch, or by a cookie in the admin. Whether that is true is found out later.
    """
    limits = settings.BODIES
    if path.startswith("/api/") and path.endswith(BATCH) and b"authorization" in header_names:
        return int(settings.API["BATCH_BYTES"])
    if path.startswith("/admin/") and b"cookie" in header_names:
        return int(limits["ADMIN_BYTES"])
    return int(limits["BYTES"])


def too_large(limit: int) -> str:
    """A sentence that says why a body was refused. `limit` is in bytes."""
    return f"Your request is larger than {limit / 1024 / 1024:g} MiB, the most that this address accepts."
