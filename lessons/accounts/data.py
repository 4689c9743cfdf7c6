"""Everything that is stored about a learner: exported as one document, and deleted."""

from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone

from lessons.models import Learner
from lessons.plugin import plugins

FORMAT = "handshake-learner/1"


def everything_about(user: User | AnonymousUser, learner: Learner | None) -> dict[str, Any]:
    """Everything stored about the user and the learner, as a mapping that `DjangoJSONEncoder` can write."""
    return {
        "format": FORMAT,
        "written_at": timezone.now(),
        "account": _account(user) if isinstance(user, User) else None,
        "learner": {"id": learner.id, "since": learner.created_at} if learner else None,
        **{
            name: rows(learner) if learner else []
            for plugin in plugins()
            for name, rows in plugin.learner_data.items()
        },
    }


def _account(user: User) -> dict[str, Any]:
    return {"user_name": user.username, "made_at": user.date_joined, "signed_in_at": user.last_login}


@transaction.atomic
def delete_account(user: User) -> None:
    """Delete the account, its learner with all rows, and the failed sign-ins with its name."""
    AccessAttempt.objects.filter(username=user.username).delete()
    user.delete()
