"""What an instructor does to a lesson on pages of its own, for the list of recent actions."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from lessons.models import Lesson


def log_action(
    user: AbstractBaseUser | AnonymousUser, lesson: Lesson, words: str, *, is_new: bool = False
) -> None:
    """`words` say what was done, in a sentence."""
    assert user.pk is not None
    flag = ADDITION if is_new else CHANGE
    LogEntry.objects.log_actions(user.pk, [lesson], flag, change_message=words, single_object=True)
