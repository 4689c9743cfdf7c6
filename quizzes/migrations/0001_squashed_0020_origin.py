import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import quizzes.kinds
import quizzes.question_models


class Migration(migrations.Migration):
    replaces = [
        ("quizzes", "0001_initial"),
        ("quizzes", "0002_apikey"),
        ("quizzes", "0003_recall"),
        ("quizzes", "0004_kinds"),
        ("quizzes", "0005_kinds_without_choice"),
        ("quizzes", "0006_analysis"),
        ("quizzes", "0007_api"),
        ("quizzes", "0008_api_key_client"),
        ("quizzes", "0009_question_import"),
        ("quizzes", "0010_import_format"),
        ("quizzes", "0011_quiz_versions"),
        ("quizzes", "0012_pin_attempts"),
        ("quizzes", "0013_api_scopes_and_changes"),
        ("quizzes", "0014_attempts_of_a_learner"),
        ("quizzes", "0015_more_of_a_question"),
        ("quizzes", "0016_import_format_of_qti"),
        ("quizzes", "0017_regrading"),
        ("quizzes", "0018_summary_of_a_quiz"),
        ("quizzes", "0019_plainer_help_texts"),
        ("quizzes", "0020_origin"),
    ]

    initial = True

    dependencies = [
        ("auth", "0001_initial"),
        ("lessons", "0015_bin_of_lessons"),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="The name of the question for programs. It stays the same when the question is moved."
                    ),
                ),
                ("text", models.TextField(help_text="Markdown.")),
                (
                    "proof",
                    models.CharField(
                        help_text="The place on the page that proves the answer, such as step 2.",
                        max_length=20,
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="lessons.lesson",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=quizzes.kinds.kind_choices,
                        default="single",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "expects",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text='What some types need: ordering {"order": ["b", "a"]}, short answer {"form": "number", "tolerance": 0.5}, {"form": "code"} or {"case": "either", "wildcards": true}, matching {"extra": ["200"]}, cell {"variable": "state", "after": 3}.',
                    ),
                ),
                (
                    "credits",
                    models.JSONField(
                        default=quizzes.question_models.full_credit,
                        help_text="Percent of the credit for each try, such as: [100, 70, 50].",
                        validators=[quizzes.question_models.check_credits],
                    ),
                ),
                (
                    "reveal",
                    models.CharField(
                        choices=[
                            ("closed", "when the question is answered, or its tries are used up"),
                            ("finished", "when the whole quiz is finished"),
                            ("never", "never"),
                        ],
                        default="closed",
                        max_length=10,
                        verbose_name="right answer is shown",
                    ),
                ),
                (
                    "is_retired",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        editable=False,
                        help_text="No longer asked.",
                        verbose_name="retired",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Where it stood in a question bank.",
                        max_length=255,
                    ),
                ),
                (
                    "general_feedback",
                    models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Said when the question is closed. Options then need no feedback of their own (Markdown).",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="For instructors; learners do not see it.",
                        max_length=255,
                    ),
                ),
                (
                    "tags",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value([], models.JSONField()),
                        default=list,
                        help_text="For instructors, to find it again.",
                    ),
                ),
                (
                    "origin",
                    models.CharField(blank=True, db_default="", default="", editable=False, max_length=200),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lesson", "key"),
                        name="question_key_once_a_lesson",
                        violation_error_message="Another question of the lesson already has this key.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_retired", False)),
                        fields=("lesson", "number"),
                        name="question_number_once_a_lesson",
                        violation_error_message="Another row already has this number.",
                    ),
                ],
                "default_manager_name": "not_retired",
            },
            managers=[
                ("not_retired", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Hint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(help_text="Markdown.")),
                (
                    "points_to",
                    models.CharField(
                        blank=True, help_text="Such as: step 2, moment 2, key 1.", max_length=20
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hints",
                        to="quizzes.question",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("question", "number"), name="hint_number_once_a_question")
                ],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(help_text="Markdown.")),
                ("is_right", models.BooleanField(default=False, verbose_name="right")),
                (
                    "feedback",
                    models.TextField(blank=True, help_text="Why this option is right or wrong (Markdown)."),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="quizzes.question",
                    ),
                ),
                (
                    "missed",
                    models.TextField(
                        blank=True,
                        help_text="What learners read if they did not choose this option, although it is right (Markdown).",
                    ),
                ),
                (
                    "match",
                    models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Of a matching question: the plain text that belongs to it.",
                    ),
                ),
                (
                    "percent",
                    models.FloatField(
                        blank=True,
                        help_text="Percent, for a part of the credit. Empty: 100 if it is right, else 0.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-100),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="credit",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "number"), name="choice_number_once_a_question"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due", models.DateTimeField()),
                ("last_review", models.DateTimeField()),
                (
                    "state",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Learning"), (2, "Review"), (3, "Relearning")]
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(null=True)),
                ("stability", models.FloatField()),
                ("difficulty", models.FloatField()),
                ("reviews", models.PositiveIntegerField(default=0, help_text="How often it has been rated.")),
                (
                    "key_moment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cards",
                        to="lessons.keymoment",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cards",
                        to="lessons.learner",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cards",
                        to="quizzes.question",
                    ),
                ),
            ],
            options={
                "ordering": ["due"],
                "indexes": [models.Index(fields=["learner", "due"], name="card_learner_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key_moment", None), ("question__isnull", False)),
                            models.Q(("key_moment__isnull", False), ("question", None)),
                            _connector="OR",
                        ),
                        name="card_about_exactly_one",
                    ),
                    models.UniqueConstraint(fields=("learner", "key_moment"), name="card_once_a_key_moment"),
                    models.UniqueConstraint(fields=("learner", "question"), name="card_once_a_question"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rating",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Again"), (2, "Hard"), (3, "Good"), (4, "Easy")]
                    ),
                ),
                ("at", models.DateTimeField()),
                ("interval", models.DurationField()),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ratings", to="quizzes.card"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rating__range", (1, 4))), name="rating_from_again_to_easy"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionSummary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "n",
                    models.PositiveIntegerField(
                        help_text="How many learners answered it in their first finished attempt."
                    ),
                ),
                ("facility", models.FloatField(help_text="Mean credit, 0 to 1.", null=True)),
                (
                    "discrimination",
                    models.FloatField(help_text="Percent, -100 to 100; empty: not defined.", null=True),
                ),
                (
                    "efficiency",
                    models.FloatField(help_text="Percent, up to 100; empty: not defined.", null=True),
                ),
                ("taken", models.JSONField(default=dict, help_text="{option: how often it was taken}")),
                ("hints_mean", models.FloatField(null=True)),
                ("hinted", models.PositiveIntegerField(help_text="How many took a hint.")),
                ("timed", models.PositiveIntegerField(help_text="How many answers have a time.")),
                (
                    "seconds",
                    models.FloatField(help_text="Median time since the answer before it.", null=True),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="summary",
                        to="quizzes.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "question summary",
                "verbose_name_plural": "item analysis",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("key", "The right answer is not right"),
                            ("unclear", "The wording is unclear"),
                            ("typo", "There is a typing error"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("accepted", "Accepted: to be fixed"),
                            ("declined", "Declined"),
                            ("fixed", "Fixed"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="What you did about it. The learner can read it.",
                        max_length=1000,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="lessons.learner",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="quizzes.question",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["new", "accepted"])),
                        fields=("learner", "question"),
                        name="one_open_report_a_learner_and_question",
                        violation_error_message="The learner has another open report of this question.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiClient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(help_text="Such as: the evening school.", max_length=80)),
                (
                    "home_page",
                    models.URLField(
                        blank=True,
                        help_text="Where its learners have their accounts; xAPI statements name it.",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "changes",
                    models.PositiveBigIntegerField(
                        db_default=0, default=0, editable=False, help_text="The number of its latest change."
                    ),
                ),
            ],
            options={
                "verbose_name": "API client",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Who uses it, such as: the LMS of the evening school.", max_length=80
                    ),
                ),
                (
                    "beginning",
                    models.CharField(editable=False, help_text="To tell keys apart.", max_length=12),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("last_used_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "may_read",
                    models.BooleanField(
                        default=True, verbose_name="read: tracks, lessons, quizzes without their key"
                    ),
                ),
                (
                    "may_grade",
                    models.BooleanField(
                        default=True,
                        verbose_name="grade: grade answers, and store those of the client's learners",
                    ),
                ),
                (
                    "may_see_results",
                    models.BooleanField(
                        default=False,
                        verbose_name="results: read back what the client's learners have answered",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        help_text="The client whose learners it sees. Empty: a new client with the name of the key.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keys",
                        to="quizzes.apiclient",
                    ),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From then on the key is refused. Empty: it never expires.",
                        null=True,
                    ),
                ),
                (
                    "may_manage",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        verbose_name="manage: erase learners with everything that is stored of them",
                    ),
                ),
            ],
            options={
                "verbose_name": "API key",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="ApiLearner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=200)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="learners",
                        to="quizzes.apiclient",
                    ),
                ),
                (
                    "learner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        related_query_name="api_learner",
                        to="lessons.learner",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "external_id"), name="api_learner_once_a_client"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=255)),
                (
                    "fingerprint",
                    models.CharField(help_text="SHA-256 of method, address and body.", max_length=64),
                ),
                ("claimed_at", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("body", models.TextField(blank=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_answers",
                        to="quizzes.apiclient",
                    ),
                ),
                ("learners", models.ManyToManyField(related_name="kept_answers", to="quizzes.apilearner")),
            ],
            options={
                "indexes": [models.Index(fields=["claimed_at"], name="kept_answer_claimed_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("client", "key"), name="idempotency_key_once_a_client")
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="lessons.lesson"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="question_import",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file_format",
                    models.CharField(help_text="A key of `quizzes.formats.registry.READERS`.", max_length=10),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuizVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 in hex of title and questions.", max_length=64),
                ),
                ("title", models.CharField(help_text="The lesson's title.", max_length=120)),
                ("total", models.PositiveSmallIntegerField(help_text="How many questions it has.")),
                ("questions", models.JSONField(help_text="As `quizzes.question_content` writes them.")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiz_versions",
                        to="lessons.lesson",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("lesson", "digest"), name="quiz_version_once_a_lesson")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="lessons.learner",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="lessons.lesson",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="attempts",
                        to="quizzes.quizversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at"],
                "indexes": [
                    models.Index(fields=["learner", "lesson", "started_at"], name="attempts_of_a_learner")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)),
                        fields=("learner", "lesson"),
                        name="one_open_attempt_a_learner_and_lesson",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "credit",
                    models.FloatField(help_text="0 to 1; empty while the question is open.", null=True),
                ),
                ("hints_used", models.PositiveSmallIntegerField(default=0)),
                ("answered_at", models.DateTimeField(help_text="The time of the latest try.", null=True)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to="quizzes.attempt",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="responses",
                        to="quizzes.question",
                    ),
                ),
                (
                    "answer",
                    models.JSONField(
                        help_text='The latest try: "a", ["a", "c"] or a text, depending on the question type.',
                        null=True,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[("sure", "Sure"), ("think-so", "I think so"), ("guessing", "Guessing")],
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, help_text="How many were counted.")),
                ("best", models.FloatField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attempt", "question"), name="one_response_a_question_and_attempt"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("change", models.PositiveBigIntegerField()),
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="api", to="quizzes.attempt"
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="quizzes.apiclient",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "change"), name="api_attempt_change_once_a_client"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiStatement",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField(help_text="When the learner did what it says.")),
                ("body", models.TextField(help_text="JSON.")),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="quizzes.apiattempt",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="quizzes.apiclient",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "number"), name="api_statement_number_once_a_client"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Regrading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("everyone", "Grade everyone by the new key"),
                            ("from-now", "Use the new key from now on only"),
                            ("full-credit", "Give everyone full credit"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "answers",
                    models.PositiveIntegerField(help_text="How many answers an earlier key had graded."),
                ),
                ("raised", models.PositiveIntegerField(help_text="How many of them earn more since.")),
                ("lowered", models.PositiveIntegerField(help_text="How many of them earn less since.")),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "settled",
                    models.JSONField(
                        default=list, help_text="The SHA-256 of each earlier key that it settles."
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="regradings",
                        to="lessons.lesson",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="regradings",
                        to="quizzes.question",
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="QuizSummary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("n", models.PositiveIntegerField(help_text="How many learners answered every question.")),
                ("total", models.PositiveSmallIntegerField(help_text="How many questions it has.")),
                ("mean", models.FloatField(help_text="Points, 0 to `total`.", null=True)),
                (
                    "spread",
                    models.FloatField(
                        help_text="Standard deviation of the points; empty: not defined.", null=True
                    ),
                ),
                (
                    "alpha",
                    models.FloatField(
                        help_text="Cronbach's alpha, 1 at most; empty: not defined.", null=True
                    ),
                ),
                ("error", models.FloatField(help_text="Standard error of a learner's points.", null=True)),
                (
                    "lesson",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiz_summary",
                        to="lessons.lesson",
                    ),
                ),
            ],
        ),
    ]
