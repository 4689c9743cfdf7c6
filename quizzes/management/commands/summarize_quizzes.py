"""Summarize the answers of learners for the item analysis: manage.py summarize_quizzes"""

from typing import Any

from django.core.management.base import BaseCommand

from quizzes.analysis.summary import summarize_all


class Command(BaseCommand):
    help = "Sum up the first attempts at every quiz, for the item analysis. Run it every night."

    def handle(self, *args: Any, **options: Any) -> None:
        count = summarize_all()
        self.stdout.write(f"{count} response{'' if count == 1 else 's'} counted.")
