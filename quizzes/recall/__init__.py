"""Recall: key moments and questions answered wrong, as cards that come back when they are due."""
