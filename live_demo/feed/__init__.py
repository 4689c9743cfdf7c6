"""Feeds: from the process of a run to whoever watches it."""
