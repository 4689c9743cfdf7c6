"""A plain Django project with Channels: what the truth servers run on, and nothing of the product."""

import os
from pathlib import Path

from tests.truth.durations import GROUP_EXPIRY, MESSAGE_EXPIRY

VAR_DIR = Path(os.environ["DJANGO_VAR_DIR"])
NOTES_DIR = VAR_DIR / "notes"
SECRET_KEY = "a key for the servers of the truth suite, long enough for every check: 0123456789"
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
ASGI_APPLICATION = "tests.truth.app.application"
INSTALLED_APPS = ["daphne", "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "tests.truth.pages"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "truth.sqlite3"}}
USE_TZ = True

MEMORY = "channels.layers.InMemoryChannelLayer"
CORE = "channels_redis.core.RedisChannelLayer"
PUBSUB = "channels_redis.pubsub.RedisPubSubChannelLayer"
REDIS = {"hosts": [os.environ["REDIS_URL"]]}
PATIENT = {"hosts": [{"address": os.environ["REDIS_URL"], "socket_timeout": None}]}
NOBODY = {"hosts": ["redis://127.0.0.1:1"]}
CHANNEL_LAYERS = {
    "default": {"BACKEND": MEMORY},
    "brief": {"BACKEND": MEMORY, "CONFIG": {"expiry": MESSAGE_EXPIRY}},
    "core": {"BACKEND": CORE, "CONFIG": REDIS},
    "pubsub": {"BACKEND": PUBSUB, "CONFIG": REDIS},
    "patient": {"BACKEND": CORE, "CONFIG": PATIENT},
    "fleeting": {"BACKEND": MEMORY, "CONFIG": {"group_expiry": GROUP_EXPIRY}},
    "fleeting-core": {"BACKEND": CORE, "CONFIG": {**PATIENT, "group_expiry": GROUP_EXPIRY}},
    "down-core": {"BACKEND": CORE, "CONFIG": NOBODY},
    "down-pubsub": {"BACKEND": PUBSUB, "CONFIG": NOBODY},
}
