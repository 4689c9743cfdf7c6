"""`runserver` with Daphne, so that it serves WebSockets, too.

The app `daphne` would give it as well, and import Twisted into every command: a fifth of its time.
"""

from daphne.management.commands.runserver import Command

__all__ = ["Command"]
