"""A limit on new accounts of one IP address, because each costs a password hash and a row."""

from django.core.cache import cache
from django.http import HttpRequest

MAX_SIGN_UPS = 100
"""Accounts an hour for one IP address, which a whole class may share."""
_HOUR = 3600


def may_sign_up(request: HttpRequest) -> bool:
    """Count one more account for this IP address; False if that is more than `MAX_SIGN_UPS` in an hour."""
    key = f"accounts.sign_ups:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, _HOUR)
    return cache.incr(key) <= MAX_SIGN_UPS
