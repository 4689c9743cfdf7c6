"""The settings of the project, as few as it takes."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent


def secret_key():
    """From the environment, or made at the first start and kept in a file that git ignores."""
    file = BASE_DIR / "secret_key.txt"
    if "SECRET_KEY" in os.environ:
        return os.environ["SECRET_KEY"]
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(get_random_secret_key())
    return file.read_text()


SECRET_KEY = secret_key()
DEBUG = os.environ.get("DEBUG", "on") == "on"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "daphne",  # first: its runserver serves ASGI, so WebSockets too
    "channels",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "project.urls"  # for pages
ASGI_APPLICATION = "project.asgi.application"  # for everything, sockets too

# Groups within one process. Several processes need Redis: see README.md.
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
    }
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "collected"
