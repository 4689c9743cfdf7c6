"""The sandboxed worker: the consumers of a learner's files, traced like a lab's."""

import contextlib
import os
import traceback
from collections.abc import Callable
from typing import Any, NotRequired, TypedDict, cast

from live_demo.middleware.dispatch import dispatch_directly
from live_demo.middleware.handshake_deadline import handshake_deadline
from live_demo.middleware.tap import tap
from live_demo.sandbox.confinement import drop_privileges, install_filter, keep_connection_only, make_loop
from live_demo.sandbox.files import FileError, compiled, consumers_in, load, modules_of, own_consumers
from live_demo.sandbox.imports import close_imports, offered_in_words
from live_demo.sandbox.output import NOT_LOADED, record_traceback, redirect
from live_demo.sandbox.own_files import is_own
from live_demo.trace.exception_text import named_text_of
from live_demo.trace.line_trace import trace_functions, trace_lines
from live_demo.trace.noted_groups import note_groups
from live_demo.trace.recorder import Recorder
from live_demo.trace.steps import Reach
from live_demo.workers.process import Application, Worker, WorkerRun
from live_demo.workers.protocol import Message


def work(descriptor: int, limits: dict[str, int], filter_program: bytes) -> None:
    """Confine this process, say so, and serve one run over the connection `descriptor`. Does not return."""
    connection = keep_connection_only(descriptor)
    worker = Worker(connection, SandboxFiles().application)
    try:
        landlock = drop_privileges(cpu_seconds=limits["cpu_seconds"], memory_bytes=limits["memory_bytes"])
        loop = make_loop()
        close_imports()
        install_filter(filter_program)
    except Exception as error:
        worker.write({"sandboxed": {"missing": f"{type(error).__name__}: {error}"}})
        os._exit(1)
    worker.write({"sandboxed": {"landlock": landlock}})
    with contextlib.suppress(ConnectionError):
        loop.run_until_complete(worker.serve())
    os._exit(0)


class Opening(TypedDict):
    """The message that opens a socket (`live_demo.sandbox.relay.opening_of`)."""

    open: int
    scope: dict[str, Any]
    files: dict[str, str]
    steps: list[Any]
    since: int | None
    traced: bool
    handshake_seconds: float
    only_compiled: NotRequired[bool]


class SandboxFiles:
    """The files of this worker: loaded for the first of its sockets, and shared by all."""

    def __init__(self) -> None:
        self._application: Any = None

    def application(self, opening: Message, write: Callable[[Message], None]) -> Application:
        """The application of the files in `opening`, with a recorder of its own for this socket.

        The files are loaded for the first socket only. Raises `FileError` where they cannot be run, and
        records why.
        """
        asked = cast(Opening, opening)
        recorder = _recorder(asked, write)
        if asked.get("only_compiled"):
            return _compiled_only(asked["files"], recorder)
        if self._application is None:
            redirect(recorder)
            self._application = _loaded(asked["files"], recorder)
        asked["scope"]["run"] = WorkerRun(recorder)
        bounded = handshake_deadline(self._application, seconds=asked["handshake_seconds"])
        return tap(_with_traceback(bounded, recorder), source_files=set(asked["files"]))  # type: ignore[return-value]


def _recorder(opening: Opening, write: Callable[[Message], None]) -> Recorder:
    """The recorder of a socket. If the socket is traced, each point is written at once."""
    recorder = Recorder([Reach(*step) for step in opening["steps"]], start=opening["since"])
    recorder.socket = socket = opening["open"]
    if opening["traced"]:
        recorder.on_point = lambda: write({"socket": socket, "point": recorder.points[-1].as_json()})
    return recorder


def _compiled_only(files: dict[str, str], recorder: Recorder) -> Application:
    """Compile the files without running them. The application does nothing. Raises `FileError`."""
    try:
        compiled(files)
    except FileError as error:
        _record_not_loaded(recorder, str(error), error.line)
        raise

    async def nothing(scope: Any, receive: Any, send: Any) -> None: ...

    return nothing


def _loaded(files: dict[str, str], recorder: Recorder) -> Any:
    """Run the files, and trace the consumers and functions that they define. Returns their application.

    Raises `FileError` where they cannot be run, and records why.
    """
    try:
        codes = compiled(files)
        module = load(files, codes)
        consumers = consumers_in(module)
        every = own_consumers(codes)
    except FileError as error:
        _record_not_loaded(recorder, str(error), error.line)
        raise
    except BaseException as error:
        record_traceback(recorder, error)
        offered = f" {offered_in_words()}"  # the names that can be imported: the traceback has them already
        words = named_text_of(error, 2_000).removesuffix(offered)
        _record_not_loaded(recorder, words[:300], _line_of(error))
        raise FileError(f"The file could not be imported: {type(error).__name__}.") from None
    for consumer in every:
        dispatch_directly(consumer)
        note_groups(consumer)
        trace_lines(consumer)
    for each in modules_of(codes):
        trace_functions(each)
    return vars(module).get("application") or consumers[0].as_asgi()


def _record_not_loaded(recorder: Recorder, why: str, line: int | None) -> None:
    recorder.notice(NOT_LOADED, {"why": why, "line": str(line or "")})


def _line_of(error: BaseException) -> int | None:
    """The last line of the learner's own files in the traceback."""
    lines = [each.lineno for each in traceback.extract_tb(error.__traceback__) if is_own(each.filename)]
    return lines[-1] if lines else None


def _with_traceback(app: Any, recorder: Recorder) -> Any:
    """`app`, whose exceptions are recorded as a terminal shows them, and raised again."""

    async def recorded(scope: Any, receive: Any, send: Any) -> None:
        try:
            await app(scope, receive, send)
        except Exception as error:
            record_traceback(recorder, error)
            raise

    return recorded
