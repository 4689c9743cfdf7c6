"""The lessons app."""

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "lessons"
    verbose_name = "Lessons"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from lessons import flow, snapshot, transcript  # noqa: F401  they say what their ways show
        from lessons.accounts.data import holdings
        from lessons.accounts.merging import merges, on_sign_in
        from lessons.accounts.way_uses import merge_way_uses, ways_of

        merges.append(merge_way_uses)
        holdings["ways"] = ways_of
        user_logged_in.connect(on_sign_in)
