"""Make a key of the API: manage.py make_api_key NAME"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from quizzes.api_keys import new_key
from quizzes.models import ApiKey


class Command(BaseCommand):
    help = "Make an API key and print it, this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="who uses it")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        key = ApiKey(name=name)
        secret = new_key(key)
        key.save()
        self.stdout.write(secret)
