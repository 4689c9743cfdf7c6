"""What is measured, in one server process: the product itself, and what it is compared with.

/ws/lab/ and /ws/watch/ are the product's own. Beside them the same consumer untraced, traced without
lines, and an echo without any framework. Each has a copy of the lab's module, so that tracing the lines
of one leaves the others alone.
"""

import importlib.util
import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path, re_path

from tutorial.asgi import protocols as product  # isort: skip  sets Django up

from bench.group_send import GroupSendLab, GroupSendWatch, SlowConsumer
from bench.memory import dump_on_signal
from live_demo.lab import Lab, all_labs
from live_demo.middleware.dispatch import dispatch_directly
from live_demo.sockets.lab import lab_socket_with, traced_consumer
from live_demo.trace import stored

# A pair has more exchanges than a record has place for. A record that is cut costs less: so none is.
stored.MAX_RECORD_BYTES, stored.MAX_POINTS = 1 << 40, 1 << 40

if "BENCH_MEMORY" in os.environ:
    dump_on_signal(Path(os.environ["BENCH_MEMORY"]))


def _copy_of(name: str) -> Lab:
    """The lab with code objects of its own."""
    lab = all_labs()[name]
    spec = importlib.util.find_spec(lab.consumer.__module__)
    assert spec
    assert spec.loader
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return replace(lab, consumer=getattr(module, lab.consumer.__name__))


@cache
def _without_lines(name: str):  # type: ignore[no-untyped-def]
    return traced_consumer(_copy_of(name), lines=False)


async def bare_echo(scope, receive, send):  # type: ignore[no-untyped-def]
    """What the ASGI server alone costs."""
    while True:
        event = await receive()
        if event["type"] == "websocket.connect":
            await send({"type": "websocket.accept"})
        elif event["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": f"echo: {event['text']}"})
        else:
            return


measured = URLRouter(
    [
        path("bare/<str:ticket>/", bare_echo),
        path("stock/<str:ticket>/", _copy_of("chat").consumer.as_asgi()),
        path("direct/<str:ticket>/", dispatch_directly(_copy_of("chat").consumer).as_asgi()),
        path("no-lines/<str:ticket>/", lab_socket_with(_without_lines)),  # type: ignore[arg-type]
        path("group/<str:ticket>/", GroupSendLab.as_asgi()),
        path("group-watch/<str:ticket>/", GroupSendWatch.as_asgi()),
        path("slow/<str:ticket>/", SlowConsumer.as_asgi()),
        re_path(r"^(?=ws/)", product.application_mapping["websocket"]),
    ]
)

application = ProtocolTypeRouter({"http": product.application_mapping["http"], "websocket": measured})
