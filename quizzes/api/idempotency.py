"""`Idempotency-Key`: a call that is repeated stores nothing more and gets the first response again.

Source: the IETF's draft (draft-ietf-httpapi-idempotency-key-header-07). The same key with the same request
gets the stored response, with `Idempotent-Replayed: true`. The key with another request gets 422, and 409
while the first request is still running. A key belongs to a client and is stored for
`KEEP_API_ANSWERS_DAYS` (24 hours). A refused call stores nothing, so its key can be used again.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Schema
from ninja.params.functions import Header
from ninja.responses import NinjaJSONEncoder

from quizzes.api.access import client_of
from quizzes.api.models import KeptAnswer
from quizzes.api.problems import ProblemError

KEPT: timedelta = settings.RETENTION["api_answers"]
GIVEN_UP = timedelta(minutes=2)
"""A call that runs for longer has died with its process, and its transaction was rolled back."""

KEY: Any = Header(None, alias="Idempotency-Key", min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$")
"""The default of the parameter `idempotency_key` of a view that `once` decorates."""


def once(status: int) -> Callable[[Callable[..., Schema]], Callable[..., HttpResponse]]:
    """Decorator: respond with `status`, and store the response in the same transaction as the view's rows."""

    def decorate(view: Callable[..., Schema]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def stores(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key = kwargs.get("idempotency_key")
            kept = _claim(request, key) if key else None
            if kept and kept.status is not None:
                return _response(kept.status, kept.body, {"Idempotent-Replayed": "true"})
            try:
                with transaction.atomic():
                    body = json.dumps(view(request, *args, **kwargs).model_dump(), cls=NinjaJSONEncoder)
                    if kept:
                        _keep(kept, status, body)
            finally:
                if kept:
                    _own(kept).delete()  # no row is left to delete once the response is stored
            return _response(status, body)

        return stores

    return decorate


def _claim(request: HttpRequest, key: str) -> KeptAnswer:
    """The row of this key: claimed by this call, or with the stored response. Raises `ProblemError`."""
    now = timezone.now()
    KeptAnswer.objects.filter(claimed_at__lt=now - KEPT).delete()
    fingerprint = _fingerprint(request)
    kept, made = KeptAnswer.objects.get_or_create(
        client=client_of(request), key=key, defaults={"fingerprint": fingerprint, "claimed_at": now}
    )
    if kept.fingerprint != fingerprint:
        reason = "This Idempotency-Key was used for another request. Take a new key for each request."
        raise ProblemError(422, reason)
    if made or kept.status is not None:
        return kept
    if kept.claimed_at > now - GIVEN_UP or not _own(kept).update(claimed_at=now):
        reason = "The first request with this Idempotency-Key is still being answered. Send it again later."
        raise ProblemError(409, reason, retry_after=1, attempt=None)
    kept.claimed_at = now
    return kept


def _keep(kept: KeptAnswer, status: int, body: str) -> None:
    """Store the response. Raises `ProblemError`, which rolls back, if another call has claimed the row."""
    if not _own(kept).update(status=status, body=body):
        raise ProblemError(409, "Another request with this Idempotency-Key came first.", attempt=None)


def _own(kept: KeptAnswer) -> Any:
    """The row, while this call has claimed it and no response is stored."""
    return KeptAnswer.objects.filter(pk=kept.pk, status=None, claimed_at=kept.claimed_at)


def _fingerprint(request: HttpRequest) -> str:
    request_line = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(request_line + request.body).hexdigest()


def _response(status: int, body: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(body, "application/json; charset=utf-8", status=status, headers=headers)
