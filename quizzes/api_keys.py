"""Make and check the keys of the API."""

import hashlib
import secrets
import string
from datetime import timedelta

from django.utils import timezone

from quizzes.models import ApiClient, ApiKey

_PREFIX = "hs_"
_SIGNS = string.ascii_letters + string.digits  # a double click takes the whole of it
_LENGTH = 43  # times log2 of 62: 256 bits
_FRESH = timedelta(minutes=1)  # how exact `last_used_at` is: not every call writes


def new_key(key: ApiKey) -> str:
    """Give `key` a secret, and return it: 256 random bits, of which only the hash is kept.

    A key without a client gets one of its own, which is stored here; the key is not.
    """
    secret = _PREFIX + "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    key.beginning, key.digest = secret[:10], _digest(secret)
    if key.client_id is None:
        key.client = ApiClient.objects.create(name=key.name)
    return secret


def find_key(secret: str) -> ApiKey | None:
    """The key with this secret, revoked or not, with its client; the use of one in force is noted."""
    key = ApiKey.objects.select_related("client").filter(digest=_digest(secret)).first()
    now = timezone.now()
    if key and key.revoked_at is None and (key.last_used_at is None or key.last_used_at < now - _FRESH):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key


def _digest(secret: str) -> str:
    # A plain hash is enough for a random secret of this length: there is nothing to guess.
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
