"""The page on which tests change the code of the shipped lesson, and code for it."""

from live_demo.lab import all_labs

PAGE = "/learn/django-channels/websocket-support/build/"
ACTS = "/live/django-channels/websocket-support/build/"
CODE = "class Mine:\n    pass\n"
BASE = all_labs()["chat"].source
"""The code of the lesson."""
