"""The player of scripts in Python: every row over real sockets, for runs that are recorded and for tests."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lessons.script.language import ScriptRow
from live_demo.record.client import Client, ScriptError, tick

Where = Callable[[ScriptRow, bool], str]
"""The address for a connect row; whether its client was connected before."""
Afterwards = Callable[[Client, ScriptRow], Awaitable[ScriptRow | None]]
"""What is done after a connect or send row of client 1. Returns it as a row, None where it is nothing."""


@dataclass(frozen=True, slots=True)
class Played:
    """How a script went: `fault` says why it was not played to its end, and is empty where it was.

    `reports` is {number of a client: what it measured}, each shaped like
    `live_demo.what_ifs.browser_report.BrowserReport`. `rows` are those that were played, and those that
    `afterwards` has done.
    """

    fault: str
    reports: Mapping[int, dict[str, Any]]
    rows: Sequence[ScriptRow] = field(default_factory=list)


async def play(
    rows: Sequence[ScriptRow],
    where: Where,
    *,
    headers: Mapping[str, str],
    as_page: bool = False,
    neighbor: str = "",
    afterwards: Afterwards | None = None,
) -> Played:
    """Play a script in full (`BrowserSide.rows`). `headers` go with each handshake, `Origin` among them.

    `neighbor`: where a second socket ticks from the moment that client 1 is connected, as neighbor.js does.
    `as_page`: as the page of a what-if plays it. A page cannot cut its connection and asks the server to.
    What the server does is to be found out: a client whose connection is over does nothing more, and that
    is no fault.
    """
    clients: dict[int, Client] = {}
    ticking: list[asyncio.Task[None]] = []
    done: list[ScriptRow] = []
    fault = ""
    try:
        for number, row in enumerate(rows):
            client = clients.setdefault(row.client, Client())
            if as_page and client.is_lost:
                continue
            try:
                if row.do == "connect":
                    comes_back = _connects(rows[:number], row.client)
                    await client.connect(where(row, comes_back), row, dict(headers))
                    if neighbor and not ticking:
                        ticking.append(asyncio.create_task(tick(neighbor, headers)))
                elif row.do == "cut" and as_page:
                    await client.ask_for_cut(comes_back=_connects(rows[number:], row.client))
                else:
                    await _act(client, row)
                done.append(row)
                if afterwards and row.do in ("connect", "send") and (more := await afterwards(client, row)):
                    done.append(more)
            except ScriptError as error:
                fault = "" if as_page and client.is_lost else f"{_words(row)}: {error}"
            if fault:
                break
    finally:
        for task in ticking:
            task.cancel()
        for client in clients.values():
            await client.leave()
    return Played(fault, {number: client.report for number, client in clients.items()}, done)


async def _act(client: Client, row: ScriptRow) -> None:
    match row.do:
        case "send":
            await client.send(row.message)
        case "await" if row.close:
            await client.await_close(row.close)
        case "await":
            await client.await_messages(row)
        case "close":
            await client.close(row.code or 1000)
        case "cut":
            await client.cut()
        case "wait":
            await client.wait((row.ms or 0) / 1000)


def _connects(rows: Sequence[ScriptRow], client: int) -> bool:
    return any((row.do, row.client) == ("connect", client) for row in rows)


def _words(row: ScriptRow) -> str:
    """The row as an author finds it: 'send text = 'hello' (client 2)'."""
    data = {key: value for key, value in row.as_data().items() if key not in ("do", "client")}
    values = "".join(f" {key} = {value!r}" for key, value in data.items())
    return f"{row.do}{values}" + (f" (client {row.client})" if row.client > 1 else "")
