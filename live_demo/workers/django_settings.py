"""Django in a worker: what Channels needs of it, and no more."""

import secrets

import django
from django.conf import settings


def set_up_django() -> None:
    """Configure Django without a database and sessions. Every visitor is a guest.

    The key signs nothing that leaves the worker. The Origin has been checked before a worker is asked for.
    """
    settings.configure(
        CHANNEL_LAYERS={"default": {"BACKEND": "live_demo.middleware.sender_mark.MarkingLayer"}},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        SECRET_KEY=secrets.token_hex(),
        ALLOWED_HOSTS=["*"],
        USE_TZ=True,
    )
    django.setup()
