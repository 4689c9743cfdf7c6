"""The lab socket of a learner's own code: limits around the relay to a sandboxed worker."""

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from django.conf import settings

from lessons.network_limits import network_in
from live_demo.middleware.limits import limited, site_limits
from live_demo.sandbox.own_files import files_in
from live_demo.sandbox.queue import owner
from live_demo.sandbox.relay import relay_files
from live_demo.sockets.refuse import refuse
from live_demo.sockets.remote_server import reachable
from live_demo.sockets.second_browser import SECOND_BROWSER, serve_second_browser, served_by_first_run
from live_demo.trace.live_run import LiveRun
from live_demo.workers.client import NoWorkerError


def own_code_socket(source: str) -> ASGI3Application:
    """The lab socket of a run of `source`. Where no worker comes, it is refused, and the record says why."""

    async def socket(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        live: LiveRun = scope["run"]  # type: ignore[typeddict-item]
        files = files_in(source)
        if not await served_by_first_run(live, files, scope, receive, send):
            held = None if live.first_run else reachable(live.id, {SECOND_BROWSER: serve_second_browser})
            await relay_files(live, files, scope, receive, send, held)

    bounded = limited(socket, site_limits(settings.OWN_CODE["SECONDS"]))

    async def with_worker(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        live: LiveRun = scope["run"]  # type: ignore[typeddict-item]
        owner.set(network_in(scope))
        try:
            await bounded(scope, receive, send)
        except NoWorkerError as error:
            live.recorder.notice("worker.missing", {"why": str(error)})
            await refuse(receive, send)

    return with_worker
