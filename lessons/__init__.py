"""Tracks and lessons: what there is to learn, and how it is loaded, shown, exported."""
