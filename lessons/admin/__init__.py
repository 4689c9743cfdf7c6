"""The admin of lessons. `tutorial.admin` adds the quiz and registers it."""
