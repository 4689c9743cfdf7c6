"""The script of the recorded run in the form of a lesson: steps with choices, or the text of lesson.toml."""
