"""Authenticate calls by API keys as bearer tokens (RFC 6750). A key has scopes."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from quizzes.api.body import take_body
from quizzes.api.keys import find_key
from quizzes.api.models import ApiClient, ApiKey
from quizzes.api.problems import Problem, ProblemError
from quizzes.api.rate import count_call

READ: dict[int, Any] = dict.fromkeys((401, 403, 404, 422, 429), Problem)
"""{status: shape} of the errors that every operation can return."""
WRITE: dict[int, Any] = {400: Problem, 413: Problem, 415: Problem, **READ}
"""{status: shape} of the errors of operations with a body."""


class BearerKey(HttpBearer):
    """Accepts a key that is not revoked and has `scope`. It also counts the call, and reads the body."""

    def __init__(self, scope: ApiKey.Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        key = find_key(token)
        if key is None:
            return None
        if key.revoked_at:
            reason = f"This key is no longer in force: it was revoked on {key.revoked_at:%Y-%m-%d}."
            raise ProblemError(401, f"{reason} Ask an administrator of this site for a new one.")
        count_call(request, key)
        if not key.allows(self.scope):
            reason = f"This key has not the scope '{self.scope}', which this operation needs."
            raise ProblemError(403, f"{reason} An administrator of this site can give it.")
        take_body(request)
        return key


may_read = BearerKey(ApiKey.Scope.READ)
may_grade = BearerKey(ApiKey.Scope.GRADE)
may_see_results = BearerKey(ApiKey.Scope.RESULTS)


def client_of(request: HttpRequest) -> ApiClient:
    """The client whose key the request has."""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    return key.client
