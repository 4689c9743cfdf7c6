"""The ASGI application. The whole way of a socket is readable here, from the outside in.

Plain HTTP runs as WSGI, in a few threads of this process: under ASGI Django hops to a thread for each
synchronous middleware and each view, and the same page costs a multiple (docs/performance.md).
"""

import gc
import os
import sys
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import path, re_path
from servestatic import ServeStaticASGI

from tutorial.threads import DaemonThreads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutorial.settings")
HTTP_THREADS = 4

pages = WSGIMiddleware(cast(Any, get_wsgi_application()))
pages.executor = cast(Any, DaemonThreads(HTTP_THREADS, "HTTP"))
http = ServeStaticASGI(
    pages,
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    autorefresh=settings.DEBUG,
    immutable_file_test=r"^.+\.[0-9a-f]{12}\..+$",
)

from live_demo.sockets.lab import lab_socket  # noqa: E402
from live_demo.sockets.origin import origin_checked  # noqa: E402  the apps must be loaded first
from live_demo.sockets.watch import WatchConsumer  # noqa: E402
from live_demo.sockets.what_if import again_socket, beside_socket  # noqa: E402

sockets = origin_checked(
    URLRouter(
        [
            path("ws/lab/<str:ticket>/beside/", beside_socket),  # type: ignore[arg-type]  # an ASGI application
            path("ws/lab/<str:ticket>/again/", again_socket),  # type: ignore[arg-type]  # another
            path("ws/lab/<str:ticket>/", lab_socket),  # type: ignore[arg-type]  # and what the lab routes
            path("ws/watch/<str:ticket>/", WatchConsumer.as_asgi()),
            re_path(r"", WebsocketDenier.as_asgi()),
        ]
    )
)

# What is loaded by now stays: out of the collector's sight, it makes no pause longer. Its pauses grow with
# what it looks at: small generations keep them short where thousands of sockets are open.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 5, 500)
# So long, in seconds, the sockets' event loop waits for a thread that renders a page or asks the database.
sys.setswitchinterval(0.0005)

application = ProtocolTypeRouter({"http": http, "websocket": sockets})
