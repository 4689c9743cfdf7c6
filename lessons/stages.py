"""The stages of a live message on its path, in order: the picture of a track is made of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the path: its title in the picture, and what happens there in a few words."""

    title: str
    does: str


PATH = {
    "browser": Stage("Browser", "opens the socket, sends messages, and learns of the close"),
    "server": Stage("ASGI server", "Daphne or Uvicorn: handshake, frames, close codes, pings"),
    "middleware": Stage("Middleware", "checks the Origin, adds session and user"),
    "routing": Stage("Routing", "finds the consumer for the path"),
    "consumer": Stage("Consumer", "your code: one instance for each connection"),
    "group": Stage("Group", "hands one message to many, through the channel layer"),
    "others": Stage("The others", "each has a consumer and a browser of its own"),
}
"""{name: stage}, from left to right in the picture. `marks` in lesson.toml lists names."""
