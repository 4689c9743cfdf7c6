"""A password hasher that takes as long as a test wants it to."""

import os

from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher

GATE = "gate"
"""A named pipe in the folder of the server. Hashing waits until somebody opens it to write."""


class WaitingHasher(MD5PasswordHasher):
    def encode(self, password, salt):
        os.close(os.open(settings.VAR_DIR / GATE, os.O_RDONLY))
        return super().encode(password, salt)
