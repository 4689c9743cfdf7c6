"""Pictures that texts of lessons show."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Length
from django.utils import timezone

from lessons.models.lesson import Lesson
from lessons.pictures.address import PictureAddress
from lessons.pictures.decode import DecodedPicture


class PictureQuerySet(models.QuerySet["Picture"]):
    def at(self, address: PictureAddress) -> PictureQuerySet:
        """The picture with exactly this address, if there is one."""
        size = {"width": address.width, "height": address.height}
        return self.filter(digest=address.digest, ending=address.ending, **size)

    def bytes(self) -> int:
        """What the pictures take together."""
        found = self.aggregate(sum=models.Sum(Length("content")))
        return found["sum"] or 0


class Picture(models.Model):
    """A picture by its content. It never changes, and stays while a lesson or its history shows it."""

    digest = models.CharField(max_length=32, primary_key=True)
    """The beginning of the SHA-256 of the content, in hex."""
    ending = models.CharField(max_length=4)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    name = models.SlugField(help_text="Its name in a lesson folder, without the ending.")
    content = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    """Time when it was stored last."""
    lessons = models.ManyToManyField(Lesson, related_name="pictures", blank=True)
    """Lessons to which it was uploaded. It counts towards the limit of each."""

    objects = PictureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.filename

    @property
    def address(self) -> PictureAddress:
        return PictureAddress(self.digest, self.width, self.height, self.ending)

    @property
    def filename(self) -> str:
        return f"{self.name}.{self.ending}"

    @classmethod
    def store(cls, decoded: DecodedPicture) -> Picture:
        """The stored picture of this content. Call inside a transaction.

        One that is stored already counts as stored now, so that a clean-up beside it leaves it alone.
        """
        place = decoded.address
        cls.objects.filter(digest=place.digest).update(made_at=timezone.now())
        values = {"ending": place.ending, "width": place.width, "height": place.height}
        values |= {"name": decoded.name, "content": decoded.content}
        return cls.objects.get_or_create(digest=place.digest, defaults=values)[0]
