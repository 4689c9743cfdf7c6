"""The challenge that tests try: its page, a right solution, and two results of a judge."""

from live_demo.challenges.definition import challenges_of
from live_demo.challenges.result import Result

BUILD = "/learn/django-channels/websocket-support/build/"
PAGE = "/live/django-channels/websocket-support/challenges/own-state/"
CODE = challenges_of("chat")["own-state"].right["counter"]
KEPT = Result("numbers", "The messages are numbered.", passed=True, shown=True)
BROKEN = Result(
    "bye",
    "After bye comes a close.",
    shown=True,
    words="client 1 should have been closed with 4000, not 1000",
    frames=["client 1 sends 'bye'", "client 1 is closed with 1000"],
)
