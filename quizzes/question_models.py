"""Questions with their choices and hints."""

from __future__ import annotations

from string import ascii_lowercase
from typing import Any

import reversion
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Value

from lessons.markdown import parts_of_question
from lessons.models import Lesson
from lessons.models.sections import Section
from quizzes.kinds import kind_choices, kinds
from quizzes.kinds.answer_key import KeyChoice
from quizzes.kinds.base import Kind


def full_credit() -> list[int]:
    """The default of `credits`: one try, for 100 percent."""
    return [100]


def check_credits(value: object) -> None:
    """Raise `ValidationError` unless `value` lists 1 to 5 percents, 0 to 100, that never increase."""
    percents = value if isinstance(value, list) else []
    known = all(type(each) is int and 0 <= each <= 100 for each in percents)
    if not known or not 1 <= len(percents) <= Question.MAX_TRIES or percents != sorted(percents)[::-1]:
        raise ValidationError(
            f"Write a percent for each try, from 0 to 100, none above the one before, at most "
            f"{Question.MAX_TRIES}, such as 100, 70, 50."
        )


class QuestionQuerySet(models.QuerySet["Question"]):
    def with_choices(self) -> QuestionQuerySet:
        return self.prefetch_related("choices", "hints")

    def drop(self) -> None:
        """Take the questions out of their quizzes: retire them where somebody may have answered or reported.

        Else delete them. Versions of the quiz and responses keep to the rows of retired questions.
        """
        referenced = (
            Q(lesson__quiz_versions__isnull=False) | Q(responses__isnull=False) | Q(reports__isnull=False)
        )
        ids = list(self.filter(referenced).values_list("pk", flat=True).distinct().order_by())
        retired = Question.every.filter(pk__in=ids)
        retired.update(is_retired=True)
        if reversion.is_active():  # it may hold them already, as they were
            for question in retired:
                reversion.add_to_revision(question)
        self.exclude(pk__in=ids).delete()


_QuestionManager = models.Manager.from_queryset(QuestionQuerySet)


class AskedQuestions(_QuestionManager["Question"]):
    """The questions that are not retired. `lesson.questions` and the admin use this manager, too."""

    def get_queryset(self) -> QuestionQuerySet:
        return QuestionQuerySet(self.model, using=self._db).filter(is_retired=False)


class Question(Section):
    """A question about a lesson. Its `kind` defines what an answer is and how it is marked.

    A retired question is no longer asked. It stays for the attempts that asked it, and for item analysis.
    Only `Question.every` finds it.
    """

    MAX_TRIES = 5

    class Reveal(models.TextChoices):
        """Time from which learners see the right answer."""

        CLOSED = "closed", "when the question is answered, or its tries are used up"
        FINISHED = "finished", "when the whole quiz is finished"
        NEVER = "never", "never"

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(
        help_text=("The name of the question for programs. It stays the same when the question is moved.")
    )
    kind = models.CharField("type", max_length=20, choices=kind_choices, default="single")
    name = models.CharField(
        max_length=255,
        blank=True,
        default="",
        db_default="",
        help_text="For instructors; learners do not see it.",
    )
    tags = models.JSONField(
        default=list,
        db_default=Value([], models.JSONField()),
        blank=True,
        help_text="For instructors, to find it again.",
    )
    category = models.CharField(
        max_length=255, blank=True, default="", db_default="", help_text="Where it stood in a question bank."
    )
    origin = models.CharField(max_length=200, blank=True, default="", db_default="", editable=False)
    """'track/lesson: key' of the original, if the question is a copy out of the question bank."""
    text = models.TextField(help_text="Markdown.")
    proof = models.CharField(
        max_length=20, help_text="The place on the page that proves the answer, such as step 2."
    )
    expects = models.JSONField(
        default=dict,
        blank=True,
        help_text='What some types need: ordering {"order": ["b", "a"]}, short answer {"form": "number", '
        '"tolerance": 0.5}, {"form": "code"} or {"case": "either", "wildcards": true}, matching '
        '{"extra": ["200"]}, cell {"variable": "state", "after": 3}.',
    )
    general_feedback = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="Said when the question is closed. Options then need no feedback of their own (Markdown).",
    )
    credits = models.JSONField(
        default=full_credit,
        validators=[check_credits],
        help_text="Percent of the credit for each try, such as: [100, 70, 50].",
    )
    reveal = models.CharField("right answer is shown", max_length=10, choices=Reveal, default=Reveal.CLOSED)

    shuffle = models.BooleanField(
        "order of the choices",
        null=True,
        blank=True,
        default=None,
        choices=[(None, "as the quiz says"), (True, "shuffled for each learner"), (False, "as written")],
        help_text="Of a single or multiple choice.",
    )
    is_retired = models.BooleanField(
        "retired", default=False, db_default=False, editable=False, help_text="No longer asked."
    )

    objects = AskedQuestions()
    every = QuestionQuerySet.as_manager()

    recorded: str | None = None
    """Value that the recorded run had then, as Python writes it, if the question comes out of a version."""

    class Meta(Section.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "number"],
                condition=Q(is_retired=False),
                name="question_number_once_a_lesson",
                violation_error_message="Another row already has this number.",
            ),
            models.UniqueConstraint(
                fields=["lesson", "key"],
                name="question_key_once_a_lesson",
                violation_error_message="Another question of the lesson already has this key.",
            ),
        ]

    @property
    def asked(self) -> str:
        """The last paragraph of the text and what stands below it: what is asked about what is `shown`."""
        return parts_of_question(self.text)[1]

    @property
    def shown(self) -> str:
        """What stands above what is asked, such as a log or code in a block; often nothing. Markdown."""
        return parts_of_question(self.text)[0]

    def __str__(self) -> str:
        return f"retired question '{self.key}'" if self.is_retired else f"question {self.number}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete or retire the question (`QuestionQuerySet.drop`), as the admin does."""
        type(self).objects.filter(pk=self.pk).drop()
        return 1, {self._meta.label: 1}

    @property
    def type(self) -> Kind:
        return kinds[self.kind]

    @property
    def is_shuffled(self) -> bool:
        """Whether each attempt shows the choices in an order of its own."""
        return self.type.chooses_options and (self.lesson.shuffle if self.shuffle is None else self.shuffle)

    @property
    def matches(self) -> list[tuple[str, str]]:
        """The keys and texts of what learners match with the choices. Reads the prefetched choices."""
        rows = [KeyChoice(row.key, row.is_right, "", row.text, match=row.match) for row in self.choices.all()]
        return self.type.matches(self.expects, rows)


class Choice(models.Model):
    """An option of a question, with feedback for learners who choose it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(help_text="Markdown.")
    is_right = models.BooleanField("right", default=False)
    percent = models.FloatField(
        "credit",
        null=True,
        blank=True,
        validators=[MinValueValidator(-100), MaxValueValidator(100)],
        help_text="Percent, for a part of the credit. Empty: 100 if it is right, else 0.",
    )
    match = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="Of a matching question: the plain text that belongs to it.",
    )
    feedback = models.TextField(blank=True, help_text="Why this option is right or wrong (Markdown).")
    missed = models.TextField(
        blank=True,
        help_text="What learners read if they did not choose this option, although it is right (Markdown).",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="choice_number_once_a_question")
        ]

    def __str__(self) -> str:
        return f"choice {self.key}"

    @property
    def key(self) -> str:
        """The letter by which learners and programs name the choice."""
        return ascii_lowercase[self.number - 1]


class Hint(models.Model):
    """One of at most four hints of a question, which are shown in order."""

    MAX_PER_QUESTION = 4

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="hints")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(help_text="Markdown.")
    points_to = models.CharField(max_length=20, blank=True, help_text="Such as: step 2, moment 2, key 1.")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="hint_number_once_a_question")
        ]

    def __str__(self) -> str:
        return f"hint {self.number}"
