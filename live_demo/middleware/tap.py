"""The tap: ASGI middleware around a lab's consumer. It records every event, and changes none.

The points of a turn, from one event to the next, are published together. Publishing is not awaited, so
that no watcher delays the consumer.
"""

import traceback
from collections.abc import Container

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    ASGISendEvent,
    Scope,
)

from live_demo.trace.line_trace import recording
from live_demo.trace.live_run import LiveRun

_MAX_PATH = 80


def tap(app: ASGI3Application, source_files: Container[str]) -> ASGI3Application:
    """Record every run of `app`. `scope["run"]` is the run, `source_files` the paths of the lab's own code.

    Exceptions are recorded and raised again.
    """

    async def tapped(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        run: LiveRun = scope["run"]  # type: ignore[typeddict-item]
        recorder = run.recorder
        path = _shown(scope["path"])  # type: ignore[typeddict-item]
        has_asked = False

        async def tapped_receive() -> ASGIReceiveEvent:
            nonlocal has_asked
            has_asked = True
            run.end_turn()
            event = await receive()
            recorder.event(event, path=path)
            return event

        async def tapped_send(event: ASGISendEvent) -> None:
            sent_by = recording.get()
            if sent_by is recorder:
                sent_by = None
            try:
                await send(event)
            except BaseException as error:
                recorder.event(event, error=f"{type(error).__name__}: {error}"[:200])
                raise
            recorder.event(event, sent_by=sent_by)

        token = recording.set(recorder)
        try:
            await app(scope, tapped_receive, tapped_send)
        except BaseException as error:
            if not has_asked:  # the request has arrived, but no route led to a consumer
                recorder.event({"type": "websocket.connect"}, path=path, reaches=False)
            recorder.exception(error, *_where(error, source_files))
            raise
        finally:
            recording.reset(token)
            run.flush()

    return tapped


def _shown(path: str) -> str:
    """The address of the lab socket without its ticket. What a client has put behind the ticket is cut."""
    return f"/ws/lab/…{path[:_MAX_PATH] if path != '/' else ''}"


def _where(error: BaseException, source_files: Container[str]) -> tuple[str, int | None]:
    """The innermost function and line of these files in the traceback; '' and None where there is none."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in source_files]
    return (frames[-1].name, frames[-1].lineno) if frames else ("", None)
