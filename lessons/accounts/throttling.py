"""Limits by address: new accounts, guesses at passwords over many names, and at which names are taken."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lessons.network_limits import count_one, counted, is_within
from lessons.refused import RefusedError

MAX_SIGN_UPS = 100
"""Accounts an hour from one network, which a whole class may share."""
MAX_TAKEN_NAMES = 20
"""Names in an hour of which one network is told that they are taken."""

_FAILED, _TAKEN = "accounts.failed_sign_ins", "accounts.taken_names"
_FAILED_SECONDS, _TAKEN_SECONDS = 900, 3600


def may_sign_up(request: HttpRequest) -> bool:
    """Count one more account from this network; False if that is more than `MAX_SIGN_UPS` in an hour."""
    return is_within(request, "accounts.sign_ups", limit=MAX_SIGN_UPS, seconds=3600)


class FewFailuresBackend:
    """Refuses a sign-in before any password is hashed, after too many failures from its network.

    axes counts the failures of one name. This counts those of all names, so that one password cannot be
    tried on many. It signs nobody in.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Raise `RefusedError` after too many failures from this network."""
        most = settings.FAILED_SIGN_INS
        if request and counted(request, _FAILED) >= most:
            words = f"{most} sign-ins from your network have failed within 15 minutes. Wait, then try again."
            raise RefusedError(words, 429, retry_after=_FAILED_SECONDS)


def on_failed_sign_in(sender: object, request: HttpRequest | None = None, **extra: Any) -> None:
    """Receiver of `user_login_failed`: count one more failure for the network."""
    if request:
        count_one(request, _FAILED, seconds=_FAILED_SECONDS)


def refuse_asking_for_names(request: HttpRequest) -> None:
    """Raise `RefusedError` if this network has been told too often that a name is taken."""
    if counted(request, _TAKEN) >= MAX_TAKEN_NAMES:
        words = f"{MAX_TAKEN_NAMES} names that are taken were tried from your network. Try again in an hour."
        raise RefusedError(words, 429, retry_after=_TAKEN_SECONDS)


def count_taken_name(request: HttpRequest) -> None:
    count_one(request, _TAKEN, seconds=_TAKEN_SECONDS)
