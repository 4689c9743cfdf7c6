"""The instructor's desk for lessons. `tutorial.admin` puts it together with the quiz, and registers it."""
