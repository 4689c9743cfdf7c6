"""The environment of the process: its variables, and the folder in which it keeps what it makes."""

from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environ.Env().str("DJANGO_VAR_DIR", default=str(BASE_DIR / "var")))

env = environ.Env()
# `make run` writes this file once. Variables of the environment take precedence.
if (VAR_DIR / "local.env").exists():
    env.read_env(VAR_DIR / "local.env")

DEBUG: bool = env.bool("DJANGO_DEBUG", default=False)
HTTPS: bool = env.bool("DJANGO_HTTPS", default=not DEBUG)
# A proxy in front speaks TLS, so there is one where HTTPS is on. Only what these proxies set is believed.
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=1 if HTTPS else 0)


def required(name: str, in_debug: str) -> str:
    """The variable `name`. Raises `ImproperlyConfigured` if it is not set outside of debug mode."""
    value: str = env.str(name, default=in_debug if DEBUG else "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}. README.md says what it holds, and an example.")
    return value


def days(name: str, default: int) -> timedelta:
    """The variable `name`: a whole number of days, at least one."""
    count: int = env.int(name, default=default)
    if count < 1:
        raise ImproperlyConfigured(f"{name} must be a number of days, 1 or more.")
    return timedelta(days=count)
