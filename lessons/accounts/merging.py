"""Moves what a learner has done without an account into the account at sign-in."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest

from lessons.identity import learner_id_in
from lessons.models import Learner
from lessons.plugin import plugins


def on_sign_in(sender: object, request: HttpRequest, user: User, **extra: Any) -> None:
    """Receiver of `user_logged_in`, so that signing in through the admin counts too."""
    move_into_account(request, user)


@transaction.atomic
def move_into_account(request: HttpRequest, user: User) -> None:
    """Give everything that the learner of this browser has done to the account. Repeating it changes nothing.

    A learner that belongs to an account already, this one or another, is left alone.
    """
    learners = Learner.objects.select_for_update()
    learner_id = learner_id_in(request.COOKIES)
    guest = learners.filter(id=learner_id, user=None).first() if learner_id else None
    if guest is None:
        return
    User.objects.select_for_update().get(pk=user.pk)  # two sign-ins at once: the second waits here
    own = learners.filter(user=user).first()
    if own is None:
        guest.user = user
        guest.save(update_fields=["user"])
        return
    for plugin in plugins():
        for merge in plugin.merges:
            merge(guest, own)
    guest.delete()
