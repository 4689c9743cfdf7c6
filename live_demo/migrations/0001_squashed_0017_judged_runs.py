import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import live_demo.rooms.codes
import live_demo.rooms.models


class Migration(migrations.Migration):
    replaces = [
        ("live_demo", "0001_initial"),
        ("live_demo", "0002_prediction"),
        ("live_demo", "0003_streak"),
        ("live_demo", "0004_room"),
        ("live_demo", "0005_what_if"),
        ("live_demo", "0006_room_presence"),
        ("live_demo", "0007_ruled_out"),
        ("live_demo", "0008_retention"),
        ("live_demo", "0009_networks"),
        ("live_demo", "0010_served_by"),
        ("live_demo", "0011_no_index_of_networks"),
        ("live_demo", "0012_runs_of_a_learner"),
        ("live_demo", "0013_own_code"),
        ("live_demo", "0014_challenges"),
        ("live_demo", "0015_beside_and_public"),
        ("live_demo", "0016_desk_runs"),
        ("live_demo", "0017_judged_runs"),
    ]

    initial = True

    dependencies = [
        ("auth", "0001_initial"),
        ("lessons", "0015_bin_of_lessons"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("server", models.CharField(max_length=40)),
                ("trace", models.JSONField()),
                (
                    "lesson",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recording",
                        to="lessons.lesson",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Streak",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("now", models.PositiveIntegerField(default=0)),
                ("best", models.PositiveIntegerField(default=0)),
                ("right", models.PositiveIntegerField(default=0)),
                ("decided", models.PositiveIntegerField(default=0)),
                (
                    "learner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="streak",
                        to="lessons.learner",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=live_demo.rooms.codes.new_code, max_length=6, unique=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "closes_at",
                    models.DateTimeField(db_index=True, default=live_demo.rooms.models.closing_time),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rooms", to="lessons.lesson"
                    ),
                ),
                ("network", models.CharField(blank=True, db_default="", default="", max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="lessons.learner",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="live_demo.room",
                    ),
                ),
                ("connected_until", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("room", "learner"), name="one_membership_a_learner_and_room"
                    ),
                    models.UniqueConstraint(fields=("room", "number"), name="one_letter_a_member"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Diagnosis",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("what_if", models.CharField(max_length=40)),
                ("guesses", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("solved_at", models.DateTimeField(null=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="diagnoses",
                        to="lessons.learner",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="diagnoses",
                        to="lessons.lesson",
                    ),
                ),
                ("ruled_out", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("solved_at", None)),
                        fields=("learner", "lesson"),
                        name="one_open_diagnosis_a_learner_and_lesson",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("server", models.CharField(blank=True, max_length=40)),
                ("trace", models.JSONField(default=list)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="runs", to="lessons.learner"
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="runs", to="lessons.lesson"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="runs",
                        to="live_demo.member",
                    ),
                ),
                ("what_if", models.CharField(blank=True, max_length=40)),
                (
                    "diagnosis",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="live_demo.diagnosis",
                    ),
                ),
                ("is_kept", models.BooleanField(default=False)),
                ("network", models.CharField(blank=True, db_default="", default="", max_length=32)),
                ("is_lost", models.BooleanField(db_default=False, default=False)),
                ("served_by", models.UUIDField(null=True)),
                ("source", models.TextField(blank=True, db_default="", default="")),
                (
                    "beside",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="live_demo.run",
                    ),
                ),
                (
                    "public_key",
                    models.CharField(blank=True, db_default="", db_index=True, default="", max_length=32),
                ),
            ],
            options={
                "ordering": ["-started_at"],
                "indexes": [
                    models.Index(fields=["learner", "started_at"], name="live_demo_r_learner_74143b_idx"),
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["opened_at"], name="open_runs"
                    ),
                    models.Index(
                        condition=models.Q(("is_kept", False)), fields=["started_at"], name="runs_to_remove"
                    ),
                    models.Index(fields=["learner", "lesson", "started_at"], name="runs_of_a_learner"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Prediction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cells", models.JSONField()),
                ("grades", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("graded_at", models.DateTimeField(null=True)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("total", models.PositiveSmallIntegerField(null=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="predictions",
                        to="lessons.learner",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="predictions",
                        to="lessons.lesson",
                    ),
                ),
                (
                    "run",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="prediction",
                        to="live_demo.run",
                    ),
                ),
                ("is_run_removed", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("graded_at", None)),
                        fields=("learner", "lesson"),
                        name="one_open_prediction_a_learner_and_lesson",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WhatIfAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said", models.JSONField()),
                ("seen", models.JSONField(default=dict)),
                ("grades", models.JSONField(default=list)),
                ("graded_at", models.DateTimeField(null=True)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("total", models.PositiveSmallIntegerField(null=True)),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="what_if_answer",
                        to="live_demo.run",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PastRuns",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what_if", models.CharField(blank=True, max_length=40)),
                ("count", models.PositiveIntegerField(default=0)),
                ("is_answered", models.BooleanField(default=False)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_runs",
                        to="lessons.learner",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_runs",
                        to="lessons.lesson",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("learner", "lesson", "what_if"), name="past_runs_once_a_learner_and_what_if"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServerProcess",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("server", models.CharField(max_length=40)),
                ("beats", models.PositiveBigIntegerField(default=0)),
                ("heard_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CodeVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("challenge", models.CharField(blank=True, default="", max_length=40)),
                ("source", models.TextField()),
                ("saved_at", models.DateTimeField(auto_now_add=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="code_versions",
                        to="lessons.learner",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="code_versions",
                        to="lessons.lesson",
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at", "-pk"],
                "indexes": [
                    models.Index(fields=["learner", "lesson", "challenge"], name="code_of_a_learner")
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("challenge", models.CharField(max_length=40)),
                ("hints", models.PositiveSmallIntegerField(default=0)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("credit", models.PositiveSmallIntegerField(default=0)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("passed_at", models.DateTimeField(null=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="challenge_standings",
                        to="lessons.learner",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="challenge_standings",
                        to="lessons.lesson",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("learner", "lesson", "challenge"), name="one_standing_a_learner_and_challenge"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChallengeAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.TextField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("judged_at", models.DateTimeField(null=True)),
                ("passed", models.BooleanField(default=False)),
                ("results", models.JSONField(default=list)),
                ("why", models.CharField(blank=True, default="", max_length=300)),
                (
                    "standing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="challenge_attempts",
                        to="live_demo.standing",
                    ),
                ),
                ("traces", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DeskRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(choices=[("record", "Record"), ("verify", "Verify")], max_length=6),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "turn",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1 while it is open: only one run can be.",
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "reached",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="The latest step, for the progress."
                    ),
                ),
                (
                    "trouble",
                    models.TextField(blank=True, help_text="Why it has no result; empty if it has one."),
                ),
                ("proven", models.PositiveIntegerField(default=0)),
                ("findings", models.JSONField(default=list)),
                ("not_executable", models.JSONField(default=list)),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_runs",
                        to="lessons.lesson",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="room",
            name="closed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="live_demo.member",
            ),
        ),
        # The column stays, as where 0010_served_by was applied.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(
                    model_name="member",
                    name="connected_until",
                ),
            ],
        ),
    ]
