"""What an instructor is told when a lesson becomes public, changes, or is no longer public."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from lessons.admin.withdrawing import answers_in_words
from lessons.models import Lesson
from lessons.plugin import plugins
from lessons.recorded import contradicted

PUBLISHING_PAGE = "admin:lesson_publishing"
"""The name of the address of the page on which a lesson is published."""


def notify_public(request: HttpRequest, message: str, lesson: Lesson) -> None:
    """Show the message with a link to the lesson as learners see it."""
    shown = format_html(
        f'{message} <a href="{{}}">See it as learners do</a>.', lesson, lesson.get_absolute_url()
    )
    messages.success(request, shown)


def ask_to_decide(request: HttpRequest, lesson: Lesson) -> None:
    """Tell what the instructor should decide now that the public lesson has changed."""
    for plugin in plugins():
        for words, address in plugin.to_decide(lesson):
            messages.warning(request, format_html('<a href="{}">{}</a>.', address, words))


def notify_withdrawn(request: HttpRequest, lesson: Lesson) -> None:
    """Warn an instructor that learners no longer see a lesson that was public."""
    answered = answers_in_words(lesson)
    words = 'Learners no longer see “{}”. {}<a href="{}">Publish it again</a>, if you did not mean it.'
    note = f"{answered}; the answers are kept. " if answered else ""
    address = reverse(PUBLISHING_PAGE, args=[lesson.pk])
    messages.warning(request, format_html(words, lesson, note, address))


def notify_contradicted(request: HttpRequest, lesson: Lesson) -> None:
    """Tell an instructor what the recorded run contradicts of a lesson that is public now."""
    if found := contradicted(lesson):
        count = "1 claim" if len(found) == 1 else f"{len(found)} claims"
        words = f"The recorded run contradicts {count} of “{lesson}”"
        messages.warning(
            request, format_html('<a href="{}">{}</a>.', reverse(PUBLISHING_PAGE, args=[lesson.pk]), words)
        )
