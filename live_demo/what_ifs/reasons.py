"""Why an item of a run has its value: a sentence, found from the other items of the run. Pure."""

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
            return "No consumer was made, so no method of one ran."
        return "These are the methods of the consumer of which a line ran, in their order."
    return (
        "Counted is what the consumer has sent: a `send()` that raised is not." if name == "replies" else ""
    )


def _of_code(value: str, items: Mapping[str, Item]) -> str:
    if value != "1006":
        return _CODES.get(value, f"A close frame came, and {value} stood in it.")
    opened = "status" in items and items["status"].value == "101"
    before = "The socket never opened, so there was no close frame" if not opened else "No close frame came"
    return f"{before}: 1006 is the browser's own code for that."


def _of_disconnect(value: str, items: Mapping[str, Item]) -> str:
    if value == "yes":
        return "The connection was over, the consumer was still there, and the server told it."
    if "methods" in items and items["methods"].value == "none":
        return "No consumer was made that could be told."
    return "The consumer was over before the connection was: nobody was left to be told."
