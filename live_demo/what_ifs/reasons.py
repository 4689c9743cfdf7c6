"""Sentences that say why an item of a run has its value, found from the run's other items. Pure."""

from collections.abc import Mapping

from live_demo.what_ifs.observations import Item

_CODES = {
    "1000": "A close frame was sent and answered: 1000 is a normal end.",
    "1011": "The server sent a close frame with 1011, internal error.",
    "none": "No close event came.",
}


def why(name: str, items: Mapping[str, Item]) -> str:
    """The sentence about the item with this name, as Markdown; '' where the value needs no reason."""
    value = items[name].value
    if name == "close_code":
        return _of_code(value, items)
    if name == "disconnect":
        return _of_disconnect(value, items)
    if name == "methods":
        if value == "none":
            return "No consumer was made, so no method ran."
        return "These are the methods that ran at least one line, in their order."
    return (
        "This counts what the consumer has sent. A `send()` that raised does not count."
        if name == "replies"
        else ""
    )


def _of_code(value: str, items: Mapping[str, Item]) -> str:
    if value != "1006":
        return _CODES.get(value, f"A close frame came with the code {value}.")
    opened = "status" in items and items["status"].value == "101"
    before = "The socket never opened, so there was no close frame" if not opened else "No close frame came"
    return f"{before}: 1006 is the browser's own code for that."


def _of_disconnect(value: str, items: Mapping[str, Item]) -> str:
    if value == "yes":
        return (
            "The connection had ended and the consumer was still running, so "
            "the server called `disconnect()`."
        )
    if "methods" in items and items["methods"].value == "none":
        return "No consumer was made, so there is nothing to call."
    return "The consumer had ended before the connection did, so nothing was left to call."
