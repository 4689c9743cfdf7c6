"""A script in words, as learners read it."""

from collections.abc import Iterator, Sequence

from lessons.script.language import ScriptRow
from lessons.script.matching import wants_in_words


def in_words(rows: Sequence[ScriptRow]) -> str:
    """Markdown: 'opens a socket, sends `hello` and waits for a message, and then …'"""
    *pieces, last = acts(rows)
    return f"{', '.join(pieces)}, and then {last}" if pieces else last


def acts(rows: Sequence[ScriptRow]) -> list[str]:
    """Markdown of each act in turn: what is sent and what is awaited for it are one act."""
    return list(_acts(rows, several=any(row.client > 1 for row in rows)))


def _acts(rows: Sequence[ScriptRow], *, several: bool) -> Iterator[str]:
    sentence = ""
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        words = _words(row, several)
        who = f"socket {row.client} " if several else ""
        sentence = f"{sentence} and {words}" if sentence else f"{who}{words}"
        if not (row.do == "send" and following and _awaits_messages(following, row.client)):
            yield sentence
            sentence = ""


def _awaits_messages(row: ScriptRow, client: int) -> bool:
    return row.do == "await" and not row.close and row.client == client


def _words(row: ScriptRow, several: bool) -> str:
    match row.do:
        case "connect":
            return _connecting(row, several)
        case "send":
            return f"sends {_sent(row)}"
        case "await":
            return _awaiting(row)
        case "close":
            return f"closes with {row.code or 1000}"
        case "cut":
            return "vanishes without a close frame"
        case "wait":
            return f"waits {row.ms} ms"


def _awaiting(row: ScriptRow) -> str:
    if row.close:
        return "waits until the server closes"
    wanted = wants_in_words(row)
    if row.text == "":
        return f"waits for {wanted}"
    return f"waits for `{wanted}`" if wanted else f"waits for {_messages(row.messages or 1)}"


def _connecting(row: ScriptRow, several: bool) -> str:
    where = f" at `{row.path}`" if row.path else ""
    where += "".join(f" with `{name}: {value}`" for name, value in (row.headers or {}).items())
    if row.refused:
        return (
            f"{'tries to open' if several else 'tries to open a socket'}{where} and gets HTTP {row.refused}"
        )
    return f"{'opens' if several else 'opens a socket'}{where}"


def _sent(row: ScriptRow) -> str:
    if row.hex is not None:
        return f"the bytes `{row.hex}`"
    if row.text == "":
        return "an empty message"
    return f"{row.size} letters" if row.size else f"`{row.text}`"


def _messages(count: int) -> str:
    return "a message" if count == 1 else f"{count} messages"
