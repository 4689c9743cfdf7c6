"""Make and check the keys of the API."""

import hashlib
import secrets
import string
from datetime import timedelta

from django.utils import timezone

from lessons.row_cache import RowCache
from quizzes.api.models import ApiClient, ApiKey

_PREFIX = "hs_"
_ALPHABET = string.ascii_letters + string.digits  # so that a double click selects the whole key
_LENGTH = 43  # 43 * log2(62) = 256 bits
OVERLAP = timedelta(days=7)
"""How long a key that was rotated stays in force beside the new one."""

_keys = RowCache(lambda digest: ApiKey.objects.select_related("client").filter(digest=digest), str)


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
    """The key with this secret as it is stored now, in force or not."""
    return _keys.get(_digest(secret))


def rotate(key: ApiKey) -> tuple[ApiKey, str]:
    """A new key with the client and the scopes of `key`, and its secret. `key` itself expires in a week."""
    fields = ("client", "name", "may_read", "may_grade", "may_see_results", "may_manage")
    new = ApiKey(**{name: getattr(key, name) for name in fields})
    secret = new_key(new)
    new.save()
    soon = timezone.now() + OVERLAP
    if key.expires_at is None or key.expires_at > soon:
        key.expires_at = soon
        key.save(update_fields=["expires_at"])
    return new, secret


def _digest(secret: str) -> str:
    # A fast hash is enough: a random secret of this length cannot be guessed.
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
