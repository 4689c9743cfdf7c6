"""Make an API key: manage.py make_api_key NAME --scopes read grade [--client NAME] [--expires DAYS]"""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quizzes.api.keys import new_key
from quizzes.api.models import ApiClient, ApiKey


class Command(BaseCommand):
    help = "Make an API key and print it, this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", type=_name, help="who uses it")
        scopes = ApiKey.Scope.values
        parser.add_argument("--scopes", nargs="+", choices=scopes, required=True, help="what it may do")
        parser.add_argument("--expires", type=_days, metavar="DAYS", help="after how many days; else never")
        parser.add_argument("--client", help="a client that there is; else the one with the key's name")

    def handle(
        self,
        *args: Any,
        name: str,
        scopes: list[str],
        client: str | None,
        expires: int | None = None,
        **options: Any,
    ) -> None:
        key = ApiKey(
            name=name,
            may_read=ApiKey.Scope.READ in scopes,
            may_grade=ApiKey.Scope.GRADE in scopes,
            may_see_results=ApiKey.Scope.RESULTS in scopes,
            may_manage=ApiKey.Scope.MANAGE in scopes,
            expires_at=timezone.now() + timedelta(days=expires) if expires else None,
        )
        if client or ApiClient.objects.filter(name=name).exists():
            key.client = _client_named(client or name)
            self.stderr.write(f"A further key of the API client '{key.client}', which there is already.")
        secret = new_key(key)
        key.save()
        self.stdout.write(secret)


def _name(text: str) -> str:
    """The name as the desk would take it: without blanks around it. Raises `ArgumentTypeError`."""
    text = text.strip()
    most = ApiKey._meta.get_field("name").max_length
    assert most
    if not 0 < len(text) <= most:
        raise ArgumentTypeError(f"write 1 to {most} characters")
    return text


def _days(text: str) -> int:
    """A number of days, 1 to 3650. Raises `ArgumentTypeError`."""
    if not text.isdecimal() or not 1 <= int(text) <= 3650:
        raise ArgumentTypeError("write a number of days from 1 to 3650")
    return int(text)


def _client_named(name: str) -> ApiClient:
    found = list(ApiClient.objects.filter(name=name)[:2])
    if len(found) != 1:
        many = "more than one: rename them in the admin, or take another name."
        raise CommandError(
            f"There is no API client '{name}'." if not found else f"Of API clients '{name}' there is {many}"
        )
    return found[0]
