"""The badge: how many notifications somebody has not read, pushed to every page that they have open."""

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db.models.signals import post_save
from django.db.transaction import on_commit
from django.dispatch import receiver

from project.models import Notification


def group_of(user_id):
    return f"badge-{user_id}"  # a group name may have ASCII letters, digits, - _ and .


def count_unread(user_id):
    return Notification.objects.filter(reader_id=user_id, is_read=False).count()


@receiver(post_save, sender=Notification)
def push_saved(instance, **kwargs):
    push_after_commit(instance.reader_id)


def push_after_commit(user_id):
    """Push the badge after the commit: before it, other connections do not see the new rows.

    `robust`: if Redis is down, Django logs the error and goes on. The notification is kept.
    """
    on_commit(lambda: push(user_id), robust=True)


def push(user_id):
    """Views, commands and signals are synchronous code; the channel layer is asynchronous."""
    message = {"type": "badge.changed", "unread": count_unread(user_id)}  # plain data
    async_to_sync(get_channel_layer().group_send)(group_of(user_id), message)
