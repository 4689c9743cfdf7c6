"""How many accounts one address may make: each costs a password hash and a row."""

from django.core.cache import cache
from django.http import HttpRequest

MOST_SIGN_UPS = 100
"""An hour, from one address. A whole class often has one."""
_HOUR = 3600


def may_sign_up(request: HttpRequest) -> bool:
    """Count one more account from this address; False where there have been too many."""
    key = f"accounts.sign_ups:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, _HOUR)
    return cache.incr(key) <= MOST_SIGN_UPS
