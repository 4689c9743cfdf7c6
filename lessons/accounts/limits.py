"""A limit on new accounts of one IP address, because each costs a password hash and a row."""

from django.http import HttpRequest

from lessons.addresses import is_within

MAX_SIGN_UPS = 100
"""Accounts an hour for one IP address, which a whole class may share."""


def may_sign_up(request: HttpRequest) -> bool:
    """Count one more account for this IP address; False if that is more than `MAX_SIGN_UPS` in an hour."""
    return is_within(request, "accounts.sign_ups", limit=MAX_SIGN_UPS, seconds=3600)
