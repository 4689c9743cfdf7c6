"""The bin: lessons that were deleted in the admin, with everything that belongs to them, for 30 days."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lessons.models import Lesson
from lessons.models.lesson import LessonQuerySet

RETENTION = timedelta(days=30)
_MARK = "-binned-"


def put_in_bin(lesson: Lesson) -> None:
    """Take a lesson out of its track. Its address is free for another one. A draft is deleted at once."""
    if lesson.draft_of_id:
        Lesson.every.get(pk=lesson.pk).delete()
        return
    slug = f"{lesson.slug[:30]}{_MARK}{lesson.pk}"
    Lesson.every.filter(pk=lesson.pk).update(binned_at=timezone.now(), slug=slug, binned_slug=lesson.slug)


@transaction.atomic
def put_back(lesson: Lesson) -> Lesson:
    """Bring a lesson back as a draft, with its answers, at its address if that is still free."""
    slug = lesson.binned_slug
    if Lesson.every.filter(track=lesson.track_id, slug=slug).exists():
        slug = f"{slug[:40]}-{lesson.pk}"
    values = {"binned_at": None, "binned_slug": "", "slug": slug, "status": Lesson.Status.DRAFT}
    Lesson.every.filter(pk=lesson.pk).update(**values)
    back = Lesson.every.get(pk=lesson.pk)
    back.new_version()
    return back


def in_bin() -> LessonQuerySet:
    return Lesson.every.filter(binned_at__isnull=False).order_by("-binned_at")


def outdated_in_bin() -> LessonQuerySet:
    return in_bin().filter(binned_at__lt=timezone.now() - RETENTION)
