"""Lesson folders: a track and its lessons as TOML and Markdown, read, checked, stored and written again."""
