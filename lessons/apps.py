"""The lessons app."""

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "lessons"
    verbose_name = "Lessons"

    def ready(self) -> None:
        from lessons import flow, snapshot, transcript  # noqa: F401  they say what their ways show
