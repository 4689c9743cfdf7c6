"""The ASGI application. It shows every layer that a socket passes, from the outside in.

Plain HTTP runs as WSGI in a few threads of this process, which get a request when it has come whole. Under
ASGI, Django switches to a thread for each synchronous middleware and each view, which makes the same page
several times slower (docs/performance.md).
"""

import gc
import os
import sys
from typing import Any, cast

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import path, re_path

from tutorial.proxies import behind_proxies
from tutorial.statement_limits import limit_statements
from tutorial.static_versions import VersionedStaticFiles

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutorial.settings")
limit_statements()

wsgi = get_wsgi_application()

from live_demo.middleware.watch_limits import watch_limited  # noqa: E402  the apps must be loaded first
from live_demo.processes.heartbeat import heartbeat  # noqa: E402
from live_demo.sandbox.status import check_at_start  # noqa: E402
from live_demo.sockets.lab import lab_socket, terminal_socket  # noqa: E402
from live_demo.sockets.origin import origin_checked  # noqa: E402
from live_demo.sockets.terminal import with_terminals  # noqa: E402
from live_demo.sockets.watch import WatchConsumer  # noqa: E402
from live_demo.sockets.what_if import neighbor_socket, reconnect_socket  # noqa: E402
from tutorial.health import healthy  # noqa: E402
from tutorial.pages.bodies import body_read  # noqa: E402
from tutorial.pages.request_pools import in_pools  # noqa: E402

pages = VersionedStaticFiles(
    cast(Any, body_read(in_pools(wsgi))),
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    autorefresh=settings.DEBUG,
)

http = healthy(cast(Any, pages))
browsers = origin_checked(
    URLRouter(
        [
            path("ws/lab/<str:ticket>/neighbor/", neighbor_socket),  # type: ignore[arg-type]  # an ASGI application
            path("ws/lab/<str:ticket>/reconnect/", reconnect_socket),  # type: ignore[arg-type]  # another
            path("ws/lab/<str:ticket>/", lab_socket),  # type: ignore[arg-type]  # and what the lab routes
            path("ws/watch/<str:ticket>/", watch_limited(WatchConsumer.as_asgi())),  # type: ignore[arg-type]
            re_path(r"", WebsocketDenier.as_asgi()),
        ]
    )
)

terminals = URLRouter(
    [
        path("ws/terminal/<str:ticket>/", terminal_socket),  # type: ignore[arg-type]  # an ASGI application
        re_path(r"", WebsocketDenier.as_asgi()),
    ]
)
sockets = with_terminals(browsers, terminals, WebsocketDenier.as_asgi())

# Everything loaded by now stays loaded, so the garbage collector need not scan it. Its pauses grow with the
# objects that it scans: small generations keep them short when thousands of sockets are open.
gc.collect()
gc.freeze()
gc.set_threshold(5_000, 2, 2_500)
# Seconds that the event loop of the sockets waits at most for a thread that renders a page (CPython's GIL).
sys.setswitchinterval(0.0005)

protocols = ProtocolTypeRouter({"http": http, "websocket": sockets})
application = behind_proxies(protocols, settings.TRUSTED_PROXIES)

# From here on this process shows that it is alive. At its end every open run is stored (docs/operating.md).
heartbeat.start()
check_at_start()
if "daphne.server" in sys.modules:  # another server does not load Twisted for it
    from tutorial import daphne_shutdown

    daphne_shutdown.mend()
