"""Django imports this when it starts."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "project"

    def ready(self):
        from project import badge  # noqa: F401 - its receiver is connected when it is imported
