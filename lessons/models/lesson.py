"""Lessons, and who may see and change them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

import reversion
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from reversion.revisions import _get_options

from lessons.models.track import Track, Visitor, edits_every_track
from lessons.script.browser_side import BrowserSide
from lessons.script.language import ScriptRow

SECTIONS = (
    "needs",
    "flow_steps__steps",
    "steps",
    "moments",
    "variables__values",
    "key_moments",
    "transcript_parts",
)
"""The relations that hold a lesson's sections."""


def in_history(model: type[models.Model]) -> Iterator[str]:
    """The relations of `model` whose rows are kept in the history along with its own, to be prefetched."""
    if not reversion.is_registered(model):
        return
    yield from (field.name for field in model._meta.many_to_many)
    for name in _get_options(model).follow:
        yield name
        related = model._meta.get_field(name).related_model
        assert isinstance(related, type)
        yield from (f"{name}__{below}" for below in in_history(related))


class LessonQuerySet(models.QuerySet["Lesson"]):
    def published(self) -> Self:
        return self.filter(status=Lesson.Status.PUBLISHED, binned_at=None)

    def visible_to(self, user: Visitor) -> Self:
        """The lessons that `user` may see: published ones, and drafts of the tracks that `user` works on."""
        if not getattr(user, "is_staff", False):
            return self.published()
        if edits_every_track(user):
            return self.filter(binned_at=None)
        own = Track.objects.edited_by(user)
        return self.filter(binned_at=None).filter(Q(status=Lesson.Status.PUBLISHED) | Q(track__in=own))

    def edited_by(self, user: Visitor) -> Self:
        """The lessons of the tracks that `user` works on."""
        if getattr(user, "is_staff", False) and edits_every_track(user):
            return self.filter(binned_at=None)
        return self.filter(track__in=Track.objects.edited_by(user), binned_at=None)

    def with_sections(self) -> Self:
        """Lessons with all sections prefetched, in a fixed number of queries."""
        return self.select_related("track").prefetch_related(*SECTIONS)


_LessonManager = models.Manager.from_queryset(LessonQuerySet)


class PlacedLessons(_LessonManager["Lesson"]):
    """The lessons that have a place in their track: all but drafts of public ones and what is in the bin."""

    def get_queryset(self) -> LessonQuerySet:
        return LessonQuerySet(self.model, using=self._db).filter(draft_of=None, binned_at=None)


class Lesson(models.Model):
    """A lesson of about ten minutes. Its sections are rows in `lessons.models.sections`.

    A lesson with `draft_of` is the draft of that public lesson (`lessons.drafts`). It has an address of its
    own and no place in its track; only `Lesson.every` finds it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft: only instructors see it"
        PUBLISHED = "published", "Published"

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="lessons")
    slug = models.SlugField()
    number = models.PositiveSmallIntegerField(default=1, help_text="The place of the lesson in its track.")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    title = models.CharField(max_length=120)
    summary = models.TextField(
        help_text="What the learner will understand, in one or two sentences (Markdown)."
    )
    minutes = models.PositiveSmallIntegerField(
        "minutes to do",
        default=10,
        help_text="To run, predict and answer: half a minute a row of the execution table, a quarter of "
        "one a blank of Predict, one a question. The minutes to read are counted from the text.",
    )
    needs = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="needed_by",
        verbose_name="builds on",
        help_text="The earlier lessons that this one builds on.",
    )
    marks = models.JSONField(
        "in the picture", default=list, blank=True, help_text="Its part of the track's picture."
    )
    lab = models.SlugField(help_text="The lab that learners run: the name of a folder in live_demo/labs/.")
    what_ifs = models.JSONField(
        "what-ifs of other labs",
        default=list,
        blank=True,
        help_text="Those that belong to the lesson's subject, such as chat/vanish.",
    )
    flow_note = models.TextField("concept flow in a sentence", blank=True, help_text="Markdown.")
    sample_note = models.TextField("execution sample in a sentence", blank=True, help_text="Markdown.")
    sample_message = models.CharField(
        "message of the recorded run",
        max_length=80,
        default="hello",
        help_text="What the recorded run sends.",
    )
    script = models.JSONField(
        "script of the recorded run",
        default=list,
        blank=True,
        help_text="What the browser's side does, as in lesson.toml. Empty: it sends the message, awaits one "
        "reply, and closes with 1000.",
    )
    ends_when = models.TextField(
        "the execution ends when", blank=True, help_text="The line under the execution table (Markdown)."
    )
    snapshot = models.TextField("concept snapshot", help_text="What fits on one card (Markdown).")
    shuffle = models.BooleanField(
        "shuffle the choices of its questions",
        default=False,
        db_default=False,
        help_text="Each learner sees the choices of a single or multiple choice in an order of their own. A "
        "question can say otherwise.",
    )
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        limit_choices_to={"is_staff": True},
        related_name="lessons_written",
        help_text="Who wrote it. Only the instructors of the track may change it.",
    )
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    draft_of = models.OneToOneField(
        "self", null=True, editable=False, on_delete=models.CASCADE, related_name="own_draft"
    )
    binned_at = models.DateTimeField(
        null=True, editable=False, help_text="When it was deleted: it is in the bin (`lessons.drafts.bin`)."
    )
    binned_slug = models.SlugField(editable=False, blank=True, default="", db_default="")
    publish_at = models.DateTimeField(
        null=True, editable=False, help_text="When a draft takes the place of the public lesson."
    )
    schedule_note = models.TextField(
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="What instructors should know of the last time that a schedule published it, or could not.",
    )

    objects = PlacedLessons()
    every = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["track", "number", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "slug"],
                name="lesson_slug_once_a_track",
                violation_error_message="The track has a lesson with this slug already.",
            )
        ]
        # Without it, SQLite looks for the lessons of a track among all that are no draft.
        indexes = [models.Index(fields=["track", "draft_of", "number"], name="lessons_of_a_track")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("lesson", args=[self.track.slug, self.slug])

    def new_version(self) -> None:
        """Give the lesson a new `changed_at`. Call this after a change of its rows without `save`.

        Every process keeps what it has made of a lesson under its `changed_at` (docs/architecture.md). In an
        active revision the lesson is added to it, as it is now.
        """
        self.changed_at = timezone.now()
        Lesson.every.filter(pk=self.pk).update(changed_at=self.changed_at)
        if reversion.is_active():
            self.note_in_history()

    def note_in_history(self) -> None:
        """Add the lesson to the active revision, with all rows that belong to it, as they are now."""
        reversion.add_to_revision(Lesson.every.prefetch_related(*in_history(Lesson)).get(pk=self.pk))

    @property
    def outcome(self) -> str:
        """What a learner knows after the lesson (Markdown): the end of its summary, where it says that."""
        _, found, known = self.summary.partition("At the end you know ")
        return f"You now know {known}" if found else self.summary

    def way_address(self, way: str) -> str:
        """The path of the page of the way with this name."""
        return reverse("way", args=[self.track.slug, self.slug, way])

    @cached_property
    def browser_side(self) -> BrowserSide:
        """What the browser does in the recorded run of the lesson."""
        return BrowserSide.of([ScriptRow.model_validate(row) for row in self.script], self.sample_message)

    @property
    def builds_on(self) -> list[Lesson]:
        """The published lessons that a learner should know first. Reads the prefetched `needs`."""
        return [needed for needed in self.needs.all() if not needed.is_draft]

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT
