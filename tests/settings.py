"""The product's settings with what a test process must have; engines come from the environment."""

import os

os.environ.setdefault(
    "DJANGO_SECRET_KEY", "a key for the tests, long enough for every check of Django: 0123456789"
)
os.environ.setdefault("DJANGO_ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
os.environ.setdefault("DJANGO_HTTPS", "off")

from tutorial.settings import *

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
