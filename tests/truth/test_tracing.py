"""Claims on Python itself that the line trace relies on."""

import asyncio
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Thread

from channels.utils import await_many_dispatch

from tests.truth.claims import observes

TOOL = 5  # not the line trace's own
monitoring = sys.monitoring
current = ContextVar("current", default="lost")


@contextmanager
def lines_of(function, callback):
    """Call `callback` at each line of `function`."""
    monitoring.use_tool_id(TOOL, "truth")
    try:
        monitoring.register_callback(TOOL, monitoring.events.LINE, callback)
        monitoring.set_local_events(TOOL, function.__code__, monitoring.events.LINE)
        yield
    finally:
        monitoring.set_local_events(TOOL, function.__code__, 0)
        monitoring.register_callback(TOOL, monitoring.events.LINE, None)
        monitoring.free_tool_id(TOOL)


@observes("trace-line")
def test_a_line_event_comes_before_its_line():
    values, seen = [], []

    def traced():
        values.append(1)
        values.append(2)

    with lines_of(traced, lambda code, line: seen.append(list(values))):
        traced()
    return [str(each) for each in seen]


@observes("trace-context")
def test_where_a_context_variable_holds():
    async def read():
        return current.get()

    async def dispatched():
        seen = []

        async def dispatch(message):
            seen.append(message)
            raise asyncio.CancelledError

        try:
            await await_many_dispatch([read], dispatch)
        except asyncio.CancelledError:
            return seen[0]

    async def look():
        current.set("held")
        in_thread = []
        thread = Thread(target=lambda: in_thread.append(current.get()))
        thread.start()
        thread.join()
        return [
            f"create_task: {await asyncio.create_task(read())}",
            f"to_thread: {await asyncio.to_thread(current.get)}",
            f"await_many_dispatch: {await dispatched()}",
            f"run_in_executor: {await asyncio.get_running_loop().run_in_executor(None, current.get)}",
            f"Thread: {in_thread[0]}",
        ]

    return asyncio.run(look())


@observes("trace-unwind")
def test_unwinding_is_no_local_event():
    def traced():
        """Not called."""

    monitoring.use_tool_id(TOOL, "truth")
    try:
        monitoring.set_local_events(TOOL, traced.__code__, monitoring.events.PY_UNWIND)
    except ValueError as error:
        return [type(error).__name__]
    finally:
        monitoring.free_tool_id(TOOL)
    return ["is one"]


@observes("trace-callback")
def test_an_exception_in_a_callback_surfaces_in_the_traced_line():
    def traced():
        try:
            len("")
        except ZeroDivisionError:
            return "ZeroDivisionError in the traced function"
        return "nothing"

    body = traced.__code__.co_firstlineno + 2
    with lines_of(traced, lambda code, line: 1 // 0 if line == body else None):
        return [traced()]


@observes("trace-await")
def test_await_does_not_always_suspend():
    async def look():
        seen = []
        asyncio.get_running_loop().call_soon(seen.append, "something else ran")
        await nothing()
        return seen or ["nothing else ran"]

    async def nothing():
        """Nothing to wait for."""

    return asyncio.run(look())
