"""Line trace: which line of a lab's code runs, in which run, with which values.

`sys.monitoring` (PEP 669) is switched on for the code objects of traced classes only, so that no other code
gets slower. The tap sets a ContextVar to the recorder of the current run.
"""

import sys
import types
from collections import deque
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from live_demo.trace.recorder import Recorder
from live_demo.trace.repr_cache import ReprCache

recording: ContextVar[Recorder | None] = ContextVar("recording", default=None)

_monitoring = sys.monitoring
_EVENTS = _monitoring.events.LINE | _monitoring.events.PY_RETURN
_HIDDEN = frozenset(
    {
        "scope",
        "channel_layer",
        "channel_receive",
        "channel_name",
        "base_send",
        "groups",
        "channel_layer_alias",
    }
)
_DATA = frozenset({str, bytes, int, float, bool, type(None), list, tuple, set, frozenset, dict, deque})

_tool: int | None = None
_traced: set[type] = set()
_shared: dict[type, dict[str, type]] = {}
"""{traced class: {name of plain data in a class body, which instances share: class that has it}}."""


def trace_lines(consumer: type) -> None:
    """Trace the lines of `consumer`'s own code from now on. Inherited code is not traced."""
    if consumer in _traced:
        return
    tool = _acquire_tool()
    for code in _codes_of(consumer):
        _monitoring.set_local_events(tool, code, _EVENTS)
    _traced.add(consumer)


def trace_functions(module: types.ModuleType) -> None:
    """Trace the functions of `module`, and the methods of its classes that are no consumers, from now on."""
    tool = _acquire_tool()
    for value in vars(module).values():
        if isinstance(value, types.FunctionType) and value.__module__ == module.__name__:
            codes = _with_nested(value.__code__)
        elif isinstance(value, type) and value.__module__ == module.__name__ and value not in _traced:
            codes = _codes_of(value)
        else:
            continue
        for code in codes:
            _monitoring.set_local_events(tool, code, _EVENTS)


def _acquire_tool() -> int:
    """The id of this tool, 3 or 4: debuggers, coverage, profilers and optimizers have ids of their own.

    Raises `RuntimeError` where both are taken.
    """
    global _tool
    if _tool is not None:
        return _tool
    for tool in (3, 4):
        if _monitoring.get_tool(tool) is None:
            _monitoring.use_tool_id(tool, "handshake")
            _monitoring.register_callback(tool, _monitoring.events.LINE, _on_line)
            _monitoring.register_callback(tool, _monitoring.events.PY_RETURN, _on_return)
            _tool = tool
            return tool
    raise RuntimeError("both ids of sys.monitoring that are free for tools (3 and 4) are taken")


def _on_line(code: types.CodeType, line: int) -> None:
    # Never return DISABLE: it would end the tracing of this line in every run.
    recorder = recording.get()
    if recorder is not None:
        _record(recorder, "line", code, line, sys._getframe(1))


def _on_return(code: types.CodeType, offset: int, value: object) -> None:
    recorder = recording.get()
    if recorder is not None:
        frame = sys._getframe(1)
        _record(recorder, "return", code, frame.f_lineno, frame)


def _record(recorder: Recorder, event: str, code: types.CodeType, line: int, frame: types.FrameType) -> None:
    try:
        names = {}
        attributes = None
        for name, value in frame.f_locals.items():
            if name == "self" and _is_traced(type(value)):
                attributes = _attributes_of(value, recorder.attribute_texts)
            elif name != "__class__":
                names[name] = recorder.local_texts.of(name, value)
        recorder.code(event, code.co_name, line, attributes, names)
    except Exception as error:  # an error raised here would come up in the lab's own line
        recorder.code(event, code.co_name, line, None, {}, error=f"not recorded: {type(error).__name__}")


def _is_traced(kind: type) -> bool:
    """Whether `kind` or one of its ancestors is traced. Those whose attributes were read before are known."""
    return kind in _shared or not _traced.isdisjoint(kind.__mro__)


def _attributes_of(consumer: object, texts: ReprCache) -> dict[str, str]:
    kind = type(consumer)
    if kind not in _shared:
        _shared[kind] = dict(_data_of(kind))
    own = vars(consumer)
    attributes = {}
    for name, owner in _shared[kind].items():
        if name not in own and name in vars(owner):
            attributes[name] = texts.of(name, vars(owner)[name])
    for name, value in own.items():
        if name not in _HIDDEN:
            attributes[name] = texts.of(name, value)
    return attributes


def _data_of(kind: type) -> Iterator[tuple[str, type]]:
    """The names of plain data in the traced classes among `kind`'s ancestors, each with its class."""
    for ancestor in reversed(kind.__mro__):
        if ancestor in _traced:
            for name, value in vars(ancestor).items():
                if type(value) in _DATA and not name.startswith("_") and name not in _HIDDEN:
                    yield name, ancestor


def _codes_of(consumer: type) -> Iterator[types.CodeType]:
    """The code objects of the class's own functions, and those nested in them.

    A function that another module has put into the class, as `dispatch_directly` does, is left out: it is not
    in the file that learners read.
    """
    functions = [_function_in(value) for value in vars(consumer).values()]
    own = [each for each in functions if each and each.__module__ == consumer.__module__]
    for function in own:
        yield from _with_nested(function.__code__)


def _with_nested(code: types.CodeType) -> Iterator[types.CodeType]:
    """`code`, and those in it of nested functions."""
    waiting = [code]
    while waiting:
        code = waiting.pop()
        yield code
        waiting += [each for each in code.co_consts if isinstance(each, types.CodeType)]


def _function_in(value: Any) -> types.FunctionType | None:
    """The plain function behind a method, a static method or a decorated one."""
    value = getattr(value, "__func__", value)
    value = getattr(value, "__wrapped__", value)
    return value if isinstance(value, types.FunctionType) else None
