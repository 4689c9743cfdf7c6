"""Records the ways of a lesson that a learner has used."""

from django.db import models
from django.urls import reverse

from lessons.models.learner import Learner
from lessons.models.lesson import Lesson
from lessons.ways import MAX_NAME_LENGTH, WAYS


class WayUse(models.Model):
    """A learner has used a way of a lesson, once or more often."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="way_uses")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="way_uses")
    way = models.CharField(max_length=MAX_NAME_LENGTH)
    first_at = models.DateTimeField(auto_now_add=True)
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_at"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "lesson", "way"], name="one_use_a_learner_and_way")
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.way} of {self.lesson}"

    def get_absolute_url(self) -> str:
        return reverse("way", args=[self.lesson.track.slug, self.lesson.slug, self.way])

    @property
    def title(self) -> str:
        """The title of the way, as on its tab; its name where the way is no longer there."""
        return WAYS[self.way].title if self.way in WAYS else self.way
