"""Keys of the API: which are refused, and what is kept of one."""

from datetime import timedelta

from django.utils import timezone

from quizzes.api.models import ApiKey


def test_a_missing_wrong_or_revoked_key_is_refused(api, client, secret, is_problem):
    without = client.get("/api/v1/tracks")
    is_problem(without, 401, "#key-missing")
    assert without.headers["WWW-Authenticate"] == 'Bearer realm="Handshake API"'
    is_problem(api("get", "/tracks", authorization="Bearer hs_wrong"), 401, "#key-unknown")
    is_problem(api("get", "/tracks", authorization=secret), 401, "#key-missing")
    ApiKey.objects.update(revoked_at="2026-01-01T00:00:00Z")
    response = api("get", "/tracks")
    is_problem(response, 401, "was revoked on 2026-01-01")
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]
    ApiKey.objects.update(revoked_at=None, expires_at="2026-01-02T00:00:00Z")
    is_problem(api("get", "/tracks"), 401, "expired on 2026-01-02")
    ApiKey.objects.update(expires_at=timezone.now() + timedelta(minutes=5))
    assert api("get", "/tracks").status_code == 200


def test_a_key_is_stored_hashed_and_its_use_is_noted(api, secret):
    key = ApiKey.objects.get()
    assert secret not in {key.digest, key.beginning, str(key)}
    assert key.last_used_at is None
    api("get", "/tracks")
    key.refresh_from_db()
    assert key.last_used_at
