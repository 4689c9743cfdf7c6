"""The ASGI application of the truth servers: a consumer for each case, on a path of its own."""

import re

import django

django.setup()

from channels.auth import AuthMiddlewareStack
from channels.consumer import AsyncConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.management import call_command
from django.test import override_settings
from django.urls import path, re_path

from live_demo.middleware.handshake_deadline import handshake_deadline
from tests.truth import consumers, noting, thread_consumers
from tests.truth.clock import clock

settings.NOTES_DIR.mkdir(exist_ok=True)
call_command("migrate", verbosity=0)


def name_of(consumer):
    """RaisingInConnectConsumer is at /raising-in-connect/."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", consumer.__name__.removesuffix("Consumer")).lower()


def on_layer(consumer, alias):
    return type(consumer.__name__, (consumer,), {"channel_layer_alias": alias}).as_asgi()


cases = {
    name_of(consumer): consumer.as_asgi()
    for module in (noting, consumers, thread_consumers)
    for consumer in vars(module).values()
    if isinstance(consumer, type) and issubclass(consumer, AsyncConsumer) and name_of(consumer)
}
cases["deadline"] = handshake_deadline(consumers.UndecidedConsumer.as_asgi(), seconds=0.2)
cases["origin"] = AllowedHostsOriginValidator(cases["noting"])
for hosts, case in ((["*"], "any-origin"), ([".learn.example"], "subdomains")):
    with override_settings(ALLOWED_HOSTS=hosts):
        cases[case] = AllowedHostsOriginValidator(cases["noting"])
cases["pages-only"] = get_asgi_application()
cases["no-as-asgi"] = consumers.InheritingConsumer
for case in ("who", "asking-again", "session"):
    cases[case] = AuthMiddlewareStack(cases[case])
for case, pattern in (("anywhere", r"rooms/"), ("from-the-start", r"^rooms/[^/]+/$")):
    cases[case] = URLRouter([re_path(pattern, cases["noting"])])
for alias in (*settings.CHANNEL_LAYERS, "missing"):
    cases[f"without-groups/{alias}"] = on_layer(noting.NotingConsumer, alias)
    cases[f"member/{alias}"] = on_layer(consumers.MemberConsumer, alias)
    cases[f"sender/{alias}"] = on_layer(consumers.SenderConsumer, alias)

sockets = URLRouter([path(f"{name}/<str:key>/", case) for name, case in cases.items()])
pages = get_asgi_application()


async def http(scope, receive, send):
    """Opens a gate; sets the clock forward; says that the server lives; else the pages."""
    first, _, key = scope["path"].strip("/").partition("/")
    if first not in ("go", "later", "healthz"):
        await pages(scope, receive, send)
        return
    if first == "go":
        noting.gates[key].set()
    if first == "later":
        clock.ahead += float(key)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


application = ProtocolTypeRouter({"http": http, "websocket": noting.noted(sockets)})
