"""The clients of the API, their keys, learners, attempts and statements, and answers to repeated calls."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models

from lessons.models import Learner, Lesson


class ApiClient(models.Model):
    """A school or a program. All of its keys, old and new, see the same learners."""

    name = models.CharField(max_length=80, help_text="Such as: the evening school.")
    home_page = models.URLField(
        blank=True, help_text="Where its learners have their accounts; xAPI statements name it."
    )
    changes = models.PositiveBigIntegerField(
        default=0, db_default=0, editable=False, help_text="The number of its latest change."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "API client"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ApiKey(models.Model):
    """A key with which a program uses the API. Only its hash is stored: the key is shown once, when made."""

    class Scope(models.TextChoices):
        """The operations that a key allows."""

        READ = "read", "read: tracks, lessons, quizzes without their key"
        GRADE = "grade", "grade: grade answers, and store those of the client's learners"
        RESULTS = "results", "results: read back what the client's learners have answered"
        MANAGE = "manage", "manage: erase learners with everything that is stored of them"

    client = models.ForeignKey(
        ApiClient,
        blank=True,
        on_delete=models.PROTECT,
        related_name="keys",
        help_text="The client whose learners it sees. Empty: a new client with the name of the key.",
    )
    name = models.CharField(max_length=80, help_text="Who uses it, such as: the LMS of the evening school.")
    may_read = models.BooleanField(Scope.READ.label, default=True)
    may_grade = models.BooleanField(Scope.GRADE.label, default=True)
    may_see_results = models.BooleanField(Scope.RESULTS.label, default=False)
    may_manage = models.BooleanField(Scope.MANAGE.label, default=False, db_default=False)
    beginning = models.CharField(max_length=12, editable=False, help_text="To tell keys apart.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text="From then on the key is refused. Empty: it never expires."
    )
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "API key"
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"

    def allows(self, scope: str) -> bool:
        return {
            self.Scope.READ.value: self.may_read,
            self.Scope.GRADE.value: self.may_grade,
            self.Scope.RESULTS.value: self.may_see_results,
            self.Scope.MANAGE.value: self.may_manage,
        }[scope]

    def has_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now


class ApiLearner(models.Model):
    """A learner of a client, under the client's own identifier. Other clients cannot see the learner."""

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="learners")
    external_id = models.CharField(max_length=200)
    # Such a learner is never a visitor or an account, so a learner has no accessor back to the client.
    learner = models.OneToOneField(
        Learner, on_delete=models.CASCADE, related_name="+", related_query_name="api_learner"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "external_id"], name="api_learner_once_a_client")
        ]

    def __str__(self) -> str:
        return f"{self.external_id} of {self.client}"


class ApiAttempt(models.Model):
    """What the API knows an attempt by. `change` grows with each change: it is unique for a client."""

    attempt = models.OneToOneField("quizzes.Attempt", on_delete=models.CASCADE, related_name="api")
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="attempts")
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    change = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "change"], name="api_attempt_change_once_a_client")
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class ApiChallengeAttempt(models.Model):
    """One attempt of a client's learner at a challenge. `handle` is its id in the app that judges it.

    The verdict is taken over once, when `judged_at` is set. `change` is as that of `ApiAttempt`.
    """

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="challenge_attempts")
    learner = models.ForeignKey(ApiLearner, on_delete=models.CASCADE, related_name="challenge_attempts")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    challenge = models.CharField(max_length=50)
    handle = models.BigIntegerField(unique=True)
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    change = models.PositiveBigIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    judged_at = models.DateTimeField(null=True)
    passed = models.BooleanField(default=False)
    credit = models.FloatField(default=0)
    why = models.CharField(max_length=300, blank=True, default="")
    checks = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "change"], name="challenge_change_once_a_client")
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class ApiStatement(models.Model):
    """An xAPI statement as it is told. It never changes. `number` orders the statements of a client.

    It tells of `attempt`, at a quiz, or of `challenge`.
    """

    id = models.UUIDField(primary_key=True)
    attempt = models.ForeignKey(ApiAttempt, null=True, on_delete=models.CASCADE, related_name="statements")
    challenge = models.ForeignKey(
        ApiChallengeAttempt, null=True, on_delete=models.CASCADE, related_name="statements"
    )
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(help_text="When the learner did what it says.")
    body = models.TextField(help_text="JSON.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="api_statement_number_once_a_client")
        ]

    def __str__(self) -> str:
        return str(self.id)


class StoredResponse(models.Model):
    """The stored response to a call with an `Idempotency-Key`.

    `learners` are those that the response tells of. When one of them is erased, the row keeps its key with
    the status 410 and nothing else.
    """

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="stored_responses")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, address and body.")
    claimed_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    learners = models.ManyToManyField(ApiLearner, related_name="stored_responses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="idempotency_key_once_a_client")
        ]
        indexes = [models.Index(fields=["claimed_at"], name="stored_response_claimed_at")]

    def __str__(self) -> str:
        return self.key
