"""python manage.py notify USERNAME TEXT

This is a process of its own. Its push reaches the server's consumers through Redis, and not through memory.
"""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from project.models import Notification


class Command(BaseCommand):
    help = "Make a notification for a user, and push their badge."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("text")

    def handle(self, *, username, text, **options):
        reader = get_user_model().objects.filter(username=username).first()
        if reader is None:
            raise CommandError(f"there is no user called {username}")
        Notification.objects.create(reader=reader, text=text)
