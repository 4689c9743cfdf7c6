"""Authenticate calls by API keys as bearer tokens (RFC 6750). A key has scopes."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from quizzes.api.body import take_body
from quizzes.api.keys import find_key
from quizzes.api.last_use import note_use
from quizzes.api.models import ApiClient, ApiKey
from quizzes.api.problems import Problem, ProblemError
from quizzes.api.rate import count_call

READ: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 422, 429, 500, 503), Problem)
"""{status: shape} of the errors that every operation can return."""
WRITE: dict[int, Any] = dict.fromkeys((408, 411, 413, 415), Problem) | READ
"""{status: shape} of the errors of operations with a body."""


class BearerKey(HttpBearer):
    """Accepts a key in force that has `scope`. It also counts the call, and reads the body."""

    def __init__(self, scope: ApiKey.Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:
        key = _key_in_force(token)
        count_call(request, key)
        note_use(key)
        if not key.allows(self.scope):
            reason = f"This key does not have the scope '{self.scope}', which this operation needs."
            raise ProblemError(
                "scope-missing",
                f"{reason} An administrator of this site can give it.",
                challenge={"error": "insufficient_scope", "scope": self.scope.value},
            )
        take_body(request)
        return key


may_read = BearerKey(ApiKey.Scope.READ)
may_grade = BearerKey(ApiKey.Scope.GRADE)
may_see_results = BearerKey(ApiKey.Scope.RESULTS)
may_manage = BearerKey(ApiKey.Scope.MANAGE)


def client_of(request: HttpRequest) -> ApiClient:
    """The client whose key the request has."""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    return key.client


def _key_in_force(token: str) -> ApiKey:
    key = find_key(token)
    if key is None:
        raise _refused("key-unknown", "This site has no such key.")
    if key.revoked_at:
        raise _refused("key-revoked", f"This key was revoked on {key.revoked_at:%Y-%m-%d}.")
    if key.expires_at and key.has_expired(timezone.now()):
        raise _refused("key-expired", f"This key expired on {key.expires_at:%Y-%m-%d}.")
    return key


def _refused(name: str, reason: str) -> ProblemError:
    detail = f"{reason} Send a valid key. Administrators of this site make keys."
    return ProblemError(name, detail, challenge={"error": "invalid_token", "error_description": reason})
