"""Prepare the database, roles, lessons, an account and static files. Repeating it destroys nothing."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from tutorial.collected_files import collect
from tutorial.roles import make_roles
from tutorial.script_bundles import write_bundles
from tutorial.static_versions import current_files, remove_unused
from tutorial.stylesheets import bundle

ADMINISTRATOR = "administrator"


class Command(BaseCommand):
    help = "Migrate, make the roles and a first account, load the lessons, collect static files."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        make_roles()
        call_command("load_lessons", verbosity=0)
        bundle(settings.BASE_DIR / "tutorial/static/css", settings.BUNDLES)
        write_bundles(settings.BUNDLES)
        collect()
        if not settings.DEBUG:
            remove_unused(settings.STATIC_ROOT, current_files())
        self._make_administrator()

    def _make_administrator(self) -> None:
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser(ADMINISTRATOR, password=password)
        self.stdout.write(f"Administrator account, shown this once: {ADMINISTRATOR} / {password}")
