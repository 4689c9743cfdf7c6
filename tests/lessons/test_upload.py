"""Lesson folders in the admin: uploaded, looked at, applied or dropped, and downloaded."""

import io
import zipfile
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from reversion.models import Version

from lessons.folder.load import load
from lessons.models import Lesson, Step, Track, Upload
from quizzes.question_models import Question
from tests.lessons.uploads import CHANGES, LESSON, decide, shipped, spoiled, text_of, upload, zipped
from tests.support.server_fixtures import SHIPPED

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(User.objects.create_superuser("ada"))
    return client


def content_of():
    return list(Lesson.objects.values()), list(Step.objects.values()), list(Question.every.values())


AT_ONCE = "Learners see what changes in a public lesson as soon as you apply the upload."


def test_a_change_is_shown_line_by_line_and_applied(admin):
    page = upload(admin, spoiled(f"{LESSON}/lesson.toml", "minutes = 10", "minutes = 12"))
    html = page.content.decode()
    assert "<del>-minutes = 10</del>" in html
    assert "<ins>+minutes = 12</ins>" in html
    assert "django-channels: equal" in text_of(page)
    assert "django-channels/websocket-support: changed" in text_of(page)
    assert AT_ONCE in text_of(page)
    assert Lesson.objects.get().minutes == 10
    assert "django-channels/websocket-support updated" in text_of(decide(admin, page))
    assert Lesson.objects.get().minutes == 12
    assert not Upload.objects.exists()


def test_what_was_applied_is_in_the_history_and_can_be_reverted(admin):
    page = upload(admin, spoiled(f"{LESSON}/lesson.toml", "minutes = 10", "minutes = 12"))
    decide(admin, page)
    lesson = Lesson.objects.get()
    newest, oldest = Version.objects.get_for_object(lesson)
    assert (newest.revision.comment, newest.revision.user.username) == ("Uploaded as a zip.", "ada")
    oldest.revision.revert(delete=True)
    assert Lesson.objects.get().minutes == 10


def test_what_was_uploaded_is_kept_when_lessons_are_loaded_from_disk(admin):
    decide(admin, upload(admin, spoiled(f"{LESSON}/lesson.toml", "minutes = 10", "minutes = 12")))
    load(SHIPPED)
    assert Lesson.objects.get().minutes == 12


def test_a_new_lesson_and_a_new_track_are_made_and_their_author_is_who_uploaded(admin):
    new = {name.replace("django-channels/01-websocket", "other/02-web"): c for name, c in shipped().items()}
    new["other/track.toml"] = b'title = "Other"\nsummary = "Another."\n'
    page = upload(admin, new)
    assert "other: new" in text_of(page)
    assert "other/web-support: new" in text_of(page)
    decide(admin, page)
    lesson = Lesson.objects.get(slug="web-support")
    assert (lesson.track.title, lesson.number) == ("Other", 2)
    assert [author.username for author in lesson.authors.all()] == ["ada"]


def test_a_lesson_folder_alone_goes_into_the_chosen_track(admin):
    files = {
        name.replace("django-channels/01-websocket", "02-web"): content
        for name, content in shipped().items()
        if "/01" in name
    }
    assert "choose the track" in text_of(upload(admin, files))
    page = upload(admin, files, track=Track.objects.get().pk)
    assert "django-channels/web-support: new" in text_of(page)
    decide(admin, page)
    assert Lesson.objects.filter(track__slug="django-channels").count() == 2


def test_what_is_equal_cannot_be_applied(admin):
    page = upload(admin, shipped())
    assert "Everything in the zip is here already" in text_of(page)
    assert "Apply all of it" not in text_of(page)


def test_faults_are_all_told_with_file_and_line_and_nothing_can_be_applied(admin):
    before = content_of()
    files = spoiled(f"{LESSON}/lesson.toml", "minutes = 10", 'minutes = "ten"')
    del files[f"{LESSON}/snapshot.md"]
    told = text_of(upload(admin, files))
    assert "2 faults. Nothing was changed. Correct them" in told
    assert f"{LESSON}/lesson.toml:3: minutes: input should be a valid integer" in told
    assert f"{LESSON}/snapshot.md: missing file" in told
    assert not Upload.objects.exists()
    assert "There is no upload to apply" in text_of(admin.post(CHANGES, {"do": "apply"}, follow=True))
    assert content_of() == before


@pytest.mark.parametrize("data", [b"", b"no zip", zipped({"../evil": b"x"}), b"PK" + b"\0" * 3_000_000])
def test_what_is_no_good_zip_harms_nothing(admin, data):
    before = content_of()
    assert "othing was changed" in text_of(upload(admin, data)) or not data
    assert content_of() == before
    assert not Upload.objects.exists()


def test_text_in_a_difference_is_escaped(admin):
    page = upload(admin, spoiled(f"{LESSON}/snapshot.md", "- ", "- <script>alert(1)</script>"))
    assert "<script>alert" not in page.content.decode()
    assert "+- <script>alert(1)</script>" in text_of(page)


def test_a_fault_is_escaped(admin):
    page = upload(admin, {**shipped(), f"{LESSON}/<img src=x>": b"x"})
    assert "<img" not in page.content.decode()
    assert "<img src=x>: unknown file" in unescape(page.content.decode())


def test_dropping_an_upload_changes_nothing(admin):
    before = content_of()
    page = upload(admin, spoiled(f"{LESSON}/lesson.toml", "minutes = 10", "minutes = 12"))
    assert "was discarded" in text_of(decide(admin, page, "refuse"))
    assert not Upload.objects.exists()
    assert content_of() == before


def test_an_upload_expires(admin):
    page = upload(admin, spoiled(f"{LESSON}/lesson.toml", "minutes = 10", "minutes = 12"))
    Upload.objects.update(made_at=timezone.now() - Upload.LIFETIME - timedelta(seconds=1))
    assert "There is no upload to apply" in text_of(decide(admin, page))
    assert Lesson.objects.get().minutes == 10


def test_a_new_upload_takes_the_place_of_the_last_one_and_of_what_expired(admin):
    old = User.objects.create_user("old")
    Upload.objects.create(user=old, content=b"x", made_at=timezone.now() - 2 * Upload.LIFETIME)
    upload(admin, shipped())
    upload(admin, shipped())
    assert [kept.user.username for kept in Upload.objects.all()] == ["ada"]


def test_an_upload_is_only_its_owners(admin, client):
    upload(admin, spoiled(f"{LESSON}/lesson.toml", "minutes = 10", "minutes = 12"))
    client.force_login(User.objects.create_superuser("bob"))
    assert "There is no upload to apply" in text_of(client.get(CHANGES, follow=True))
    assert "There is no upload to apply" in text_of(client.post(CHANGES, {"do": "apply"}, follow=True))
    assert Lesson.objects.get().minutes == 10


def test_what_has_changed_since_it_was_looked_at_is_shown_again_and_not_applied(admin):
    page = upload(admin, spoiled(f"{LESSON}/lesson.toml", "minutes = 10", "minutes = 12"))
    Lesson.objects.update(title="Mine")
    again = decide(admin, page)
    assert "have changed since you opened this page" in text_of(again)
    assert Lesson.objects.get().minutes == 10
    decide(admin, again)
    assert Lesson.objects.get().minutes == 12


def test_a_failure_on_the_way_leaves_everything_as_it_was(admin, monkeypatch):
    page = upload(admin, spoiled(f"{LESSON}/lesson.toml", "minutes = 10", "minutes = 12"))
    before = content_of()

    def fail(*args, **options):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("quizzes.folder_file.QuizFile.save", fail)
    with pytest.raises(RuntimeError):
        decide(admin, page)
    assert content_of() == before
    assert Upload.objects.exists()
    assert Version.objects.get_for_object(Lesson.objects.get()).count() == 1


def test_an_incomplete_draft_is_replaced_as_a_whole(admin):
    Step.objects.all().delete()
    Lesson.objects.update(status="draft")
    page = upload(admin, shipped())
    assert "django-channels/websocket-support: changed" in text_of(page)
    assert AT_ONCE not in text_of(page)
    decide(admin, page)
    assert Step.objects.count() == 5


def test_another_place_in_the_track_and_another_run_are_changes(admin):
    files = {name.replace("/01-", "/03-"): content for name, content in shipped().items()}
    name = LESSON.replace("/01-", "/03-") + "/trace.json"
    files[name] = files[name].replace(b"Daphne", b"Dophne")
    told = text_of(upload(admin, files))
    assert "-01-websocket-support +03-websocket-support" in told
    assert "Another recorded run takes the place of this one" in told


def test_another_run_alone_is_applied_and_shows_at_once(admin):
    before = Lesson.objects.select_related("recording").get()
    files = shipped()
    files[f"{LESSON}/trace.json"] = files[f"{LESSON}/trace.json"].replace(b"Daphne", b"Dophne")
    assert "a recorded run was replaced" in text_of(decide(admin, upload(admin, files)))
    assert before.recording.server != Lesson.objects.get().recording.server
    assert Lesson.objects.get().changed_at > before.changed_at  # what pages keep is kept for one version


@pytest.mark.parametrize("model", ["lesson", "track"])
def test_a_download_is_what_an_upload_takes_and_what_the_export_writes(admin, model):
    key = (Lesson if model == "lesson" else Track).objects.get().pk
    response = admin.post(
        f"/admin/lessons/{model}/", {"action": "download", "_selected_action": [key], "index": 0}
    )
    assert response["Content-Disposition"] == 'attachment; filename="django-channels.zip"'
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == shipped()
    assert "Everything in the zip is here already" in text_of(upload(admin, response.content))


def test_a_revision_holds_one_lesson(admin):
    new = {**shipped(), **{n.replace("/01-", "/02-next-"): c for n, c in shipped().items()}}
    decide(admin, upload(admin, new))
    for lesson in Lesson.objects.all():
        (version,) = Version.objects.get_for_object(lesson)
        assert Version.objects.get_for_model(Lesson).filter(revision=version.revision).count() == 1
