"""The ASGI application. The whole way of a socket is readable here, from the outside in."""

import gc
import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator, WebsocketDenier
from django.core.asgi import get_asgi_application
from django.urls import path, re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutorial.settings")
http = get_asgi_application()

from live_demo.lab_socket import lab_socket  # noqa: E402  the apps must be loaded first
from live_demo.watch import WatchConsumer  # noqa: E402

sockets = AllowedHostsOriginValidator(
    URLRouter(
        [
            path("ws/lab/<str:ticket>/", lab_socket),  # type: ignore[arg-type]  # an ASGI application
            path("ws/watch/<str:ticket>/", WatchConsumer.as_asgi()),
            re_path(r"", WebsocketDenier.as_asgi()),
        ]
    )
)

# What is loaded by now stays: out of the collector's sight, its pauses at 2,000 sockets are a sixth.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)

application = ProtocolTypeRouter({"http": http, "websocket": sockets})
