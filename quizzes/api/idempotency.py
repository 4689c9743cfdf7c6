"""`Idempotency-Key`: a call that is repeated stores nothing more and gets the first response again.

Source: the IETF's draft (draft-ietf-httpapi-idempotency-key-header-07). The same key with the same request
gets the stored response, with `Idempotent-Replayed: true`. The key with another request gets 422. A key
belongs to a client and is stored for `KEEP_API_ANSWERS_DAYS` (24 hours), in the transaction that stores the
rest: a call that is refused or that dies leaves its key free, and a repeated call waits until the first one
has ended.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.params.functions import Header
from ninja.responses import NinjaJSONEncoder
from pydantic import BaseModel

from quizzes.api.access import client_of
from quizzes.api.changes import Changes, changing
from quizzes.api.models import ApiClient, ApiLearner, StoredResponse
from quizzes.api.patterns import IDEMPOTENCY_KEY
from quizzes.api.problems import ProblemError

STORED_FOR: timedelta = settings.RETENTION["api_answers"]
ERASED = 410
"""The status of a stored response whose learner was erased."""
_FORM: Any = {"min_length": 1, "max_length": 255, "pattern": IDEMPOTENCY_KEY}

KEY: Any = Header(None, alias="Idempotency-Key", **_FORM)
"""The default of the parameter `idempotency_key` of a view that calls `once`."""
REQUIRED_KEY: Any = Header(..., alias="Idempotency-Key", **_FORM)
"""The same for a view that takes no call without a key."""


type Work = Callable[[Changes], tuple[BaseModel, Iterable[ApiLearner]]]
"""Work of a call under the client's lock. Returns the response's body and the learners it is about."""


def once(request: HttpRequest, key: str | None, status: int, work: Work) -> HttpResponse:
    """Do the work and respond with `status`; a call with the same `key` gets the same response again."""
    with changing(client_of(request)) as changes:
        stored = _stored(request, key) if key else None
        if stored:
            return _response(stored.status or status, stored.body, {"Idempotent-Replayed": "true"})
        content, learners = work(changes)
        body = json.dumps(content.model_dump(), cls=NinjaJSONEncoder)
        if key:
            _store(request, key, status, body, learners)
    return _response(status, body)


def forget(client: ApiClient, learner: ApiLearner) -> None:
    """Erase the stored responses that tell of `learner`.

    Their keys stay, so that a call that is repeated late does not store the learner anew.
    """
    client.stored_responses.filter(learners=learner).update(status=ERASED, body="", fingerprint="")


def _stored(request: HttpRequest, key: str) -> StoredResponse | None:
    """The response that is stored under this key. Raises `ProblemError`."""
    own = StoredResponse.objects.filter(client=client_of(request), key=key)
    own.filter(claimed_at__lte=timezone.now() - STORED_FOR).delete()
    stored = own.first()
    if stored is None:
        return None
    if stored.status == ERASED:
        reason = "A learner in the answer to this Idempotency-Key was erased since, and with it the answer."
        raise ProblemError("erased", reason)
    if stored.fingerprint != _fingerprint(request):
        reason = "This Idempotency-Key was used for another request. Take a new key for each request."
        raise ProblemError("idempotency-key-reused", reason)
    return stored


def _store(request: HttpRequest, key: str, status: int, body: str, learners: Iterable[ApiLearner]) -> None:
    stored = StoredResponse(client=client_of(request), key=key, status=status, body=body)
    stored.claimed_at, stored.fingerprint = timezone.now(), _fingerprint(request)
    stored.save()
    stored.learners.set(learners)


def _fingerprint(request: HttpRequest) -> str:
    request_line = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(request_line + request.body).hexdigest()


def _response(status: int, body: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(body, "application/json; charset=utf-8", status=status, headers=headers)
