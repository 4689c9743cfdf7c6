"""Everything that is stored about a learner: handed out, and deleted. Other apps add theirs when ready."""

from collections.abc import Callable
from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone

from lessons.models import Learner

FORMAT = "handshake-learner/1"

Holding = Callable[[Learner], list[dict[str, Any]]]
"""What is stored of one kind, row by row, in values that JSON can hold (times and UUIDs too)."""

holdings: dict[str, Holding] = {}
"""Each kind by the name that it has in the file."""


def everything_about(user: User | AnonymousUser, learner: Learner | None) -> dict[str, Any]:
    """One document for the learner's own eyes."""
    return {
        "format": FORMAT,
        "written_at": timezone.now(),
        "account": _account(user) if isinstance(user, User) else None,
        "learner": {"id": learner.id, "since": learner.created_at} if learner else None,
        **{name: holding(learner) if learner else [] for name, holding in holdings.items()},
    }


def _account(user: User) -> dict[str, Any]:
    return {"user_name": user.username, "made_at": user.date_joined, "signed_in_at": user.last_login}


@transaction.atomic
def delete_account(user: User) -> None:
    """The account, its learner with all rows, and the failed sign-ins that name it."""
    AccessAttempt.objects.filter(username=user.username).delete()
    user.delete()
