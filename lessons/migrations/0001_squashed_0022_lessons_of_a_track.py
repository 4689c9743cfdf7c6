import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lessons.models.learner
import lessons.models.sections


class Migration(migrations.Migration):
    replaces = [
        ("lessons", "0001_initial"),
        ("lessons", "0002_way_use"),
        ("lessons", "0003_flow_place"),
        ("lessons", "0004_is_blank"),
        ("lessons", "0005_desk"),
        ("lessons", "0006_script"),
        ("lessons", "0007_layer_place"),
        ("lessons", "0008_needs_and_marks"),
        ("lessons", "0009_wrong_results"),
        ("lessons", "0010_what_ifs"),
        ("lessons", "0011_script_language"),
        ("lessons", "0012_retention"),
        ("lessons", "0013_steps_told_apart"),
        ("lessons", "0014_drafts_of_public_lessons"),
        ("lessons", "0015_bin_of_lessons"),
        ("lessons", "0016_plainer_help_texts"),
        ("lessons", "0017_pictures"),
        ("lessons", "0018_paths_of_learners"),
        ("lessons", "0019_schedule_note"),
        ("lessons", "0020_minutes_to_do"),
        ("lessons", "0021_shuffle"),
        ("lessons", "0022_lessons_of_a_track"),
    ]

    initial = True

    dependencies = [
        ("auth", "0001_initial"),
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
    ]

    operations = [
        migrations.CreateModel(
            name="Track",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="The place of the track among the tracks."
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("summary", models.TextField(help_text="One or two sentences, in Markdown.")),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "instructors",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Who works on its lessons, besides the editors.",
                        limit_choices_to={"is_staff": True},
                        related_name="tracks_taught",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shows_paths",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Those who work on the track see the attempts and runs of learners who have an account. Learners read so on the page about privacy. Nothing is shown of anybody without an account.",
                        verbose_name="instructors see what each learner does",
                    ),
                ),
            ],
            options={
                "ordering": ["number", "slug"],
                "permissions": [("edit_every_track", "Works on the lessons of every track")],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField()),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="The place of the lesson in its track."
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft: only instructors see it"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "summary",
                    models.TextField(
                        help_text="What the learner will understand, in one or two sentences (Markdown)."
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="To run, predict and answer: half a minute a row of the execution table, a quarter of one a blank of Predict, one a question. The minutes to read are counted from the text.",
                        verbose_name="minutes to do",
                    ),
                ),
                (
                    "lab",
                    models.SlugField(
                        help_text="The lab that learners run: the name of a folder in live_demo/labs/."
                    ),
                ),
                (
                    "flow_note",
                    models.TextField(
                        blank=True, help_text="Markdown.", verbose_name="concept flow in a sentence"
                    ),
                ),
                (
                    "sample_note",
                    models.TextField(
                        blank=True, help_text="Markdown.", verbose_name="execution sample in a sentence"
                    ),
                ),
                (
                    "sample_message",
                    models.CharField(
                        default="hello",
                        help_text="What the recorded run sends.",
                        max_length=80,
                        verbose_name="message of the recorded run",
                    ),
                ),
                (
                    "ends_when",
                    models.TextField(
                        blank=True,
                        help_text="The line under the execution table (Markdown).",
                        verbose_name="the execution ends when",
                    ),
                ),
                (
                    "snapshot",
                    models.TextField(
                        help_text="What fits on one card (Markdown).", verbose_name="concept snapshot"
                    ),
                ),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "track",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to="lessons.track",
                    ),
                ),
                (
                    "authors",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Who wrote it. Only the instructors of the track may change it.",
                        limit_choices_to={"is_staff": True},
                        related_name="lessons_written",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "script",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="What the browser's side does, as in lesson.toml. Empty: it sends the message, awaits one reply, and closes with 1000.",
                        verbose_name="script of the recorded run",
                    ),
                ),
                (
                    "marks",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Its part of the track's picture.",
                        verbose_name="in the picture",
                    ),
                ),
                (
                    "needs",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The earlier lessons that this one builds on.",
                        related_name="needed_by",
                        to="lessons.lesson",
                        verbose_name="builds on",
                    ),
                ),
                (
                    "what_ifs",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Those that belong to the lesson's subject, such as chat/vanish.",
                        verbose_name="what-ifs of other labs",
                    ),
                ),
                (
                    "draft_of",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_draft",
                        to="lessons.lesson",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="When a draft takes the place of the public lesson.",
                        null=True,
                    ),
                ),
                (
                    "binned_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="When it was deleted: it is in the bin (`lessons.drafts.bin`).",
                        null=True,
                    ),
                ),
                ("binned_slug", models.SlugField(blank=True, db_default="", default="", editable=False)),
                (
                    "schedule_note",
                    models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        editable=False,
                        help_text="What instructors should know of the last time that a schedule published it, or could not.",
                    ),
                ),
                (
                    "shuffle",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Each learner sees the choices of a single or multiple choice in an order of their own. A question can say otherwise.",
                        verbose_name="shuffle the choices of its questions",
                    ),
                ),
            ],
            options={
                "ordering": ["track", "number", "slug"],
                "indexes": [models.Index(fields=["track", "draft_of", "number"], name="lessons_of_a_track")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("track", "slug"),
                        name="lesson_slug_once_a_track",
                        violation_error_message="The track has a lesson with this slug already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Learner",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="learner",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("last_act_on", models.DateField(default=lessons.models.learner.today)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("user", None)), fields=["last_act_on"], name="guest_last_act_on"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Moment",
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
                ("title", models.CharField(max_length=60)),
                (
                    "after",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The step that has just ended; empty for the start.",
                        null=True,
                        verbose_name="after step",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moments",
                        to="lessons.lesson",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lesson", "number"),
                        name="moment_number_once_a_lesson",
                        violation_error_message="Another row already has this number.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
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
                ("action", models.TextField(help_text="Who does what (Markdown).")),
                ("evaluation", models.TextField(help_text="What the server runs (Markdown).")),
                ("result", models.TextField(help_text="The result (Markdown).")),
                (
                    "reached_by",
                    models.CharField(
                        help_text="An ASGI event, or the type of a message from the channel layer, such as chat.message.",
                        max_length=80,
                        validators=[lessons.models.sections.check_event],
                        verbose_name="reached by",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="lessons.lesson"
                    ),
                ),
                (
                    "is_blank",
                    models.BooleanField(
                        default=True,
                        help_text="Whether learners predict the result of this row.",
                        verbose_name="predict: blank",
                    ),
                ),
                (
                    "wrong_results",
                    models.TextField(
                        blank=True,
                        help_text="What a learner may expect instead, one a line (Markdown). Learners choose between these and the result; without any, between the results of several rows.",
                        verbose_name="predict: wrong results",
                    ),
                ),
                (
                    "holds_when",
                    models.TextField(
                        blank=True,
                        help_text="What a run shows from the moment at which the result holds, one a line: count = 1 for a variable of the tracker, return receive for a method that has returned, line await self.accept() for a line that is next. Empty, or event: the event that reaches the step is the proof.",
                        validators=[lessons.models.sections.check_proof],
                        verbose_name="predict: proof",
                    ),
                ),
                (
                    "sent_by",
                    models.CharField(
                        blank=True,
                        choices=[("own", "this browser"), ("another", "another browser")],
                        help_text="Counts only while a message of this sender is handled. Empty: any sender. It tells two steps with the same event apart.",
                        max_length=8,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lesson", "number"),
                        name="step_number_once_a_lesson",
                        violation_error_message="Another row already has this number.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FlowStep",
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
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField(help_text="What happens there (Markdown).")),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flow_steps",
                        to="lessons.lesson",
                    ),
                ),
                (
                    "steps",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The rows of the execution table that it covers.",
                        to="lessons.step",
                        verbose_name="covers",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("browser", "Browser"),
                            ("server", "ASGI server"),
                            ("channels", "Channels routing"),
                            ("consumer", "Consumer"),
                            ("layer", "Channel layer"),
                        ],
                        default="consumer",
                        help_text="Where it happens. This is its lane in the diagram.",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lesson", "number"),
                        name="flowstep_number_once_a_lesson",
                        violation_error_message="Another row already has this number.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TranscriptPart",
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
                ("text", models.TextField()),
                (
                    "points_to",
                    models.CharField(
                        blank=True, help_text="Such as: step 2, moment 2, flow 3.", max_length=20
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transcript_parts",
                        to="lessons.lesson",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lesson", "number"),
                        name="transcriptpart_number_once_a_lesson",
                        violation_error_message="Another row already has this number.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Variable",
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
                ("name", models.CharField(max_length=60)),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variables",
                        to="lessons.lesson",
                    ),
                ),
                (
                    "is_blank",
                    models.BooleanField(
                        default=True,
                        help_text="Whether learners predict the values of this variable.",
                        verbose_name="predict: blank",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lesson", "number"),
                        name="variable_number_once_a_lesson",
                        violation_error_message="Another row already has this number.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Value",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="value")),
                ("note", models.CharField(blank=True, max_length=80, verbose_name="in words")),
                (
                    "moment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="lessons.moment",
                    ),
                ),
                (
                    "variable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="lessons.variable",
                    ),
                ),
            ],
            options={
                "ordering": ["variable", "moment__number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("variable", "moment"), name="value_once_a_variable_and_moment"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyMoment",
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
                ("question", models.TextField(help_text="Markdown.")),
                ("answer", models.TextField(help_text="Markdown.")),
                (
                    "points_to",
                    models.CharField(help_text="Such as: step 2, moment 2, flow 3.", max_length=20),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="key_moments",
                        to="lessons.lesson",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lesson", "number"),
                        name="keymoment_number_once_a_lesson",
                        violation_error_message="Another row already has this number.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WayUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("way", models.CharField(max_length=12)),
                ("first_at", models.DateTimeField(auto_now_add=True)),
                ("last_at", models.DateTimeField()),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="way_uses",
                        to="lessons.learner",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="way_uses",
                        to="lessons.lesson",
                    ),
                ),
            ],
            options={
                "ordering": ["-last_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("learner", "lesson", "way"), name="one_use_a_learner_and_way"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "track",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="lessons.track",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="upload",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EarlierVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content",
                    models.JSONField(
                        help_text="'folder': its LessonFolder; 'files': those of plugins, by name."
                    ),
                ),
                ("replaced_at", models.DateTimeField(auto_now_add=True)),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_versions",
                        to="lessons.lesson",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-replaced_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("digest", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("ending", models.CharField(max_length=4)),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("name", models.SlugField(help_text="Its name in a lesson folder, without the ending.")),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("lessons", models.ManyToManyField(blank=True, related_name="pictures", to="lessons.lesson")),
            ],
        ),
    ]
