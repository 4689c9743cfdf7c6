"""The lessons app."""

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "lessons"
    verbose_name = "Lessons and tracks"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_login_failed

        from lessons.accounts.merging import on_sign_in
        from lessons.accounts.throttling import on_failed_sign_in
        from lessons.builtin_plugin import BuiltinPlugin
        from lessons.plugin import register

        register(BuiltinPlugin())
        user_logged_in.connect(on_sign_in)
        user_login_failed.connect(on_failed_sign_in)
