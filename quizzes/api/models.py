"""The clients of the API, their keys, their learners, and the stored answers to repeated calls."""

from django.db import models

from lessons.models import Learner


class ApiClient(models.Model):
    """A school or a program. All of its keys, old and new, see the same learners."""

    name = models.CharField(max_length=80, help_text="Such as: the evening school.")
    home_page = models.URLField(
        blank=True, help_text="Where its learners have their accounts; xAPI statements name it."
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

    client = models.ForeignKey(
        ApiClient,
        blank=True,
        on_delete=models.PROTECT,
        related_name="keys",
        help_text="Whose learners it sees. Left empty, it is a new client of this name.",
    )
    name = models.CharField(max_length=80, help_text="Who uses it, such as: the LMS of the evening school.")
    may_read = models.BooleanField(Scope.READ.label, default=True)
    may_grade = models.BooleanField(Scope.GRADE.label, default=True)
    may_see_results = models.BooleanField(Scope.RESULTS.label, default=False)
    beginning = models.CharField(max_length=12, editable=False, help_text="To tell keys apart.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
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
        }[scope]


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


class KeptAnswer(models.Model):
    """The stored response to a call with an `Idempotency-Key`. `status` is empty while the call runs."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, address and body.")
    claimed_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="idempotency_key_once_a_client")
        ]
        indexes = [models.Index(fields=["claimed_at"], name="kept_answer_claimed_at")]

    def __str__(self) -> str:
        return self.key
