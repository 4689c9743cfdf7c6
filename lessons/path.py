"""The path of a live message, the picture of a track: its parts in their order. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the path: its name in the picture, and what it does there in a few words."""

    title: str
    does: str


PATH = {
    "browser": Part("Browser", "opens the socket, sends, and is told of the close"),
    "server": Part("ASGI server", "Daphne or Uvicorn: handshake, frames, close codes, pings"),
    "middleware": Part("Middleware", "checks the Origin, adds session and user"),
    "routing": Part("Routing", "finds the consumer for the path"),
    "consumer": Part("Consumer", "your code: one instance for each connection"),
    "group": Part("Group", "hands one message to many, through the channel layer"),
    "others": Part("The others", "each has a consumer and a browser of its own"),
}
"""By the name with which a lesson's `marks` names it, from the left of the picture to the right."""
