"""Make and check the keys of the API."""

import hashlib
import secrets
import string
from datetime import timedelta

from django.utils import timezone

from quizzes.api.models import ApiClient, ApiKey

_PREFIX = "hs_"
_ALPHABET = string.ascii_letters + string.digits  # so that a double click selects the whole key
_LENGTH = 43  # 43 * log2(62) = 256 bits
_RESOLUTION = timedelta(minutes=1)  # resolution of `last_used_at`, so that not every call writes


def new_key(key: ApiKey) -> str:
    """Give `key` a secret of 256 random bits and return the secret. Only its hash is in `key`.

    A key without a client gets a new client, which is saved here. `key` itself is not saved.
    """
    secret = _PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    key.beginning, key.digest = secret[:10], _digest(secret)
    if key.client_id is None:
        key.client = ApiClient.objects.create(name=key.name)
    return secret


def find_key(secret: str) -> ApiKey | None:
    """The key with this secret, revoked or not. Updates `last_used_at` of a key that is not revoked."""
    key = ApiKey.objects.select_related("client").filter(digest=_digest(secret)).first()
    now = timezone.now()
    if key and key.revoked_at is None and (key.last_used_at is None or key.last_used_at < now - _RESOLUTION):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key


def _digest(secret: str) -> str:
    # A fast hash is enough: a random secret of this length cannot be guessed.
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
