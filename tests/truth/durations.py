"""Seconds that servers and tests of the truth suite share."""

BLOCK = 0.5
MESSAGE_EXPIRY = 30
GROUP_EXPIRY = 600
