"""What Django's MAILERS setting holds for the address of a mail server."""

from collections.abc import Mapping
from typing import Any

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def mailers(address: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """`address` is what `environ.Env.email_url` makes of a URL. A sending takes at most 10 s."""
    backend = address["EMAIL_BACKEND"]
    options = {
        "host": address["EMAIL_HOST"],
        "port": address["EMAIL_PORT"],
        "username": address["EMAIL_HOST_USER"],
        "password": address["EMAIL_HOST_PASSWORD"],
        "use_tls": address.get("EMAIL_USE_TLS", False),
        "use_ssl": address.get("EMAIL_USE_SSL", False),
        "timeout": 10,
    }
    return {"default": {"BACKEND": backend, "OPTIONS": options if backend == SMTP else {}}}
