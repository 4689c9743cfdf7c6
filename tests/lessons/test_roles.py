"""Who may do what at the desk. `mine` and `theirs` are lessons of two tracks; ada teaches the first."""

import io
import re
import zipfile

import pytest
import reversion
from django.contrib.auth.models import Group, User
from reversion.models import Version

from lessons.folder.load import load
from lessons.models import Lesson, Step, Track
from quizzes.api.models import ApiKey
from quizzes.question_models import Question
from tests.database import delete_lessons
from tests.lessons.uploads import decide, shipped, spoiled, text_of, upload
from tutorial.roles import EDITORS, INSTRUCTORS, make_roles

pytestmark = pytest.mark.django_db
LESSONS = "/admin/lessons/lesson/"


@pytest.fixture(scope="module", autouse=True)
def two_tracks(rows_of_module, tmp_path_factory):
    folder = tmp_path_factory.mktemp("two-tracks")
    for track in ("mine", "theirs"):
        for name, content in shipped().items():
            file = folder / name.replace("django-channels", track).replace("websocket", track)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    delete_lessons()
    load(folder)
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    make_roles()


def lesson(slug):
    return Lesson.objects.get(track__slug=slug)


def sign_in(client, name, *groups):
    user = User.objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    client.force_login(user)
    return user


@pytest.fixture
def instructor(client):
    Track.objects.get(slug="mine").instructors.add(sign_in(client, "ada", INSTRUCTORS))
    return client


@pytest.fixture
def editor(client):
    sign_in(client, "eve", EDITORS)
    return client


def act(client, action, row, **extra):
    data = {"action": action, "_selected_action": [row.pk], "index": 0, **extra}
    return client.post(LESSONS, data, follow=True)


def refused(response):
    """Not there, or not allowed: the desk says 403 or 404, or leads back to its front page."""
    return response.status_code in (403, 404) or (
        response.status_code == 302 and response["Location"] in ("/admin/", LESSONS)
    )


def test_roles_are_made_once_and_keep_what_they_were_given_besides():
    group = Group.objects.get(name=INSTRUCTORS)
    before = set(group.permissions.all())
    make_roles()
    assert set(group.permissions.all()) == before
    assert not group.permissions.filter(
        content_type__model__in=["user", "group", "apikey", "upload"]
    ).exists()


def test_the_list_holds_ones_own_lessons_and_tracks(instructor):
    page = instructor.get(LESSONS)
    assert [row.track.slug for row in page.context["cl"].result_list] == ["mine"]
    assert "theirs" not in page.content.decode()
    page = instructor.get("/admin/lessons/track/")
    assert [row.slug for row in page.context["cl"].result_list] == ["mine"]


def test_an_editor_has_every_lesson_and_track(editor):
    assert len(editor.get(LESSONS).context["cl"].result_list) == 2
    assert len(editor.get("/admin/lessons/track/").context["cl"].result_list) == 2
    assert editor.get(f"{LESSONS}{lesson('theirs').pk}/change/").status_code == 200
    assert editor.get("/admin/lessons/track/add/").status_code == 200


@pytest.mark.parametrize("door", ["change/", "history/", "delete/"])
def test_the_pages_of_anothers_lesson_are_shut(instructor, door):
    assert instructor.get(f"{LESSONS}{lesson('mine').pk}/{door}").status_code == 200
    assert refused(instructor.get(f"{LESSONS}{lesson('theirs').pk}/{door}"))


@pytest.mark.parametrize("door", ["change/", "history/", "delete/"])
def test_the_pages_of_anothers_track_are_shut(instructor, door):
    assert refused(instructor.get(f"/admin/lessons/track/{Track.objects.get(slug='theirs').pk}/{door}"))


def test_posting_to_anothers_lesson_changes_nothing(instructor):
    mine, theirs = lesson("mine"), lesson("theirs")
    before = list(Lesson.objects.values())
    data = {"title": "Taken", "track": mine.track_id, "_save": "Save"}
    assert refused(instructor.post(f"{LESSONS}{theirs.pk}/change/", data))
    assert refused(instructor.post(f"{LESSONS}{theirs.pk}/delete/", {"post": "yes"}))
    assert list(Lesson.objects.values()) == before


def test_a_lesson_cannot_be_put_into_anothers_track(instructor):
    page = instructor.get(f"{LESSONS}{lesson('mine').pk}/change/")
    form = page.context["adminform"].form
    assert [track.slug for track in form.fields["track"].queryset] == ["mine"]
    theirs = Track.objects.get(slug="theirs").pk
    answer = instructor.post(f"{LESSONS}add/", {"track": theirs, "title": "x", "slug": "x"})
    assert "Select a valid choice" in answer.content.decode()


def test_the_actions_reach_ones_own_lessons_only(instructor):
    act(instructor, "publish", lesson("theirs"))
    assert lesson("theirs").is_draft
    act(instructor, "publish", lesson("mine"))
    assert not lesson("mine").is_draft
    act(instructor, "delete_selected", lesson("theirs"), post="yes")
    assert Lesson.objects.count() == 2
    act(instructor, "delete_selected", lesson("mine"), post="yes")
    assert [row.slug for row in Lesson.objects.all()] == ["theirs-support"]


def test_a_download_holds_ones_own_lessons_only(instructor):
    mine, theirs = lesson("mine").pk, lesson("theirs").pk
    answer = instructor.post(LESSONS, {"action": "download", "_selected_action": [mine, theirs], "index": 0})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"mine"}


def test_a_draft_is_seen_by_those_who_work_on_it(instructor):
    assert instructor.get(lesson("mine").get_absolute_url()).status_code == 200
    assert instructor.get(lesson("theirs").get_absolute_url()).status_code == 404
    assert "theirs-support" not in instructor.get("/").content.decode()
    Lesson.objects.update(status=Lesson.Status.PUBLISHED)
    assert instructor.get(lesson("theirs").get_absolute_url()).status_code == 200


def test_an_editor_sees_every_draft_and_a_learner_none(editor):
    assert editor.get(lesson("theirs").get_absolute_url()).status_code == 200
    editor.force_login(User.objects.create_user("learner"))
    assert editor.get(lesson("theirs").get_absolute_url()).status_code == 404


def test_a_track_without_instructors_is_not_everybodys(client):
    client.force_login(User.objects.create_user("learner"))
    assert not Track.objects.filter(slug="theirs", instructors__isnull=False).exists()
    assert not Lesson.objects.edited_by(User.objects.get()).exists()
    sign_in(client, "bob", INSTRUCTORS)
    assert list(client.get(LESSONS).context["cl"].result_list) == []


def revert_page(row):
    version = Version.objects.get_for_object(row).last()
    return f"{LESSONS}{row.pk}/history/{version.pk}/"


def test_anothers_lesson_cannot_be_reverted(instructor):
    assert instructor.get(revert_page(lesson("mine"))).status_code == 200
    assert instructor.get(revert_page(lesson("theirs"))).status_code == 403
    assert instructor.post(revert_page(lesson("theirs")), {}).status_code == 403


def test_a_lesson_that_went_to_another_track_cannot_be_taken_back(instructor):
    row = lesson("mine")
    Lesson.objects.filter(pk=row.pk).update(track=Track.objects.get(slug="theirs"))
    assert instructor.get(revert_page(row)).status_code == 403
    assert instructor.post(revert_page(row), {}).status_code == 403


def test_a_revision_that_holds_anothers_lesson_cannot_be_reverted(instructor):
    with reversion.create_revision():
        lesson("mine").save()
        lesson("theirs").save()
    version = Version.objects.get_for_object(lesson("mine")).first()
    assert instructor.get(f"{LESSONS}{lesson('mine').pk}/history/{version.pk}/").status_code == 403


def test_a_version_of_something_else_opens_no_door(instructor):
    mine = lesson("mine")
    step = Version.objects.get_for_model(Step).exclude(object_id=str(mine.pk)).first()
    assert instructor.get(f"{LESSONS}{mine.pk}/history/{step.pk}/").status_code == 404


def test_deleted_lessons_come_back_by_an_editor_only(instructor):
    version = Version.objects.get_for_object(lesson("theirs")).first()
    lesson("theirs").delete()
    assert instructor.get(f"{LESSONS}recover/").status_code == 403
    assert instructor.get(f"{LESSONS}recover/{version.pk}/").status_code == 403
    assert "Recover deleted" not in instructor.get(LESSONS).content.decode()
    sign_in(instructor, "eve", EDITORS)
    assert "Recover deleted" in instructor.get(LESSONS).content.decode()
    assert instructor.get(f"{LESSONS}recover/").status_code == 200
    assert instructor.get(f"{LESSONS}recover/{version.pk}/").status_code == 200


def test_publishing_two_lessons_makes_a_revision_for_each(editor):
    editor.post(
        LESSONS, {"action": "publish", "_selected_action": [r.pk for r in Lesson.objects.all()], "index": 0}
    )
    for row in Lesson.objects.all():
        newest = Version.objects.get_for_object(row).first()
        assert newest.revision.comment == "Set to published."
        assert Version.objects.get_for_model(Lesson).filter(revision=newest.revision).count() == 1


def test_an_upload_changes_ones_own_lessons(instructor):
    page = upload(instructor, renamed("mine", "minutes = 10", "minutes = 12"))
    decide(instructor, page)
    assert (lesson("mine").minutes, lesson("theirs").minutes) == (12, 10)


def test_an_upload_with_anothers_lesson_is_refused_as_a_whole_and_shows_nothing_of_it(instructor):
    files = renamed("mine", "minutes = 10", "minutes = 12") | renamed(
        "theirs", "minutes = 10", "minutes = 13"
    )
    page = upload(instructor, files)
    told = text_of(page)
    assert "theirs/theirs-support: refused The track is not one of yours." in told
    assert "minutes = 13" not in told
    assert "Apply all of it" not in told
    decide(instructor, page)
    assert set(Lesson.objects.values_list("minutes", flat=True)) == {10}


def test_a_new_track_is_an_editors_to_make(instructor):
    page = upload(instructor, renamed("new", "minutes = 10", "minutes = 12"))
    assert "his is a new track: ask an editor to make it." in text_of(page)
    decide(instructor, page)
    assert Track.objects.count() == 2
    sign_in(instructor, "eve", EDITORS)
    decide(instructor, upload(instructor, renamed("new", "minutes = 10", "minutes = 12")))
    assert Track.objects.count() == 3


def test_lesson_folders_go_into_ones_own_track_only(instructor):
    files = {name.partition("/")[2]: text for name, text in shipped().items() if "/01" in name}
    page = upload(instructor, files, track=Track.objects.get(slug="theirs").pk)
    assert "Select a valid choice" in text_of(page)


def renamed(track, old, new):
    """The shipped track as `track`, its lesson as `track`-support, with a change in it."""
    files = spoiled("django-channels/01-websocket-support/lesson.toml", old, new)
    return {
        name.replace("django-channels", track).replace("websocket", track): content
        for name, content in files.items()
    }


def test_an_instructor_changes_neither_the_address_nor_the_instructors_of_a_track(instructor):
    track = Track.objects.get(slug="mine")
    eve = User.objects.create_user("eve", is_staff=True)
    data = {"title": "New", "number": 1, "summary": "s", "slug": "taken", "instructors": [eve.pk]}
    instructor.post(f"/admin/lessons/track/{track.pk}/change/", data)
    track.refresh_from_db()
    assert (track.title, track.slug) == ("New", "mine")
    assert [user.username for user in track.instructors.all()] == ["ada"]
    assert refused(instructor.get("/admin/lessons/track/add/"))
    assert refused(instructor.post(f"/admin/lessons/track/{track.pk}/delete/", {"post": "yes"}))


@pytest.mark.parametrize(
    "path", ["auth/user/", "auth/user/add/", "auth/group/", "quizzes/apikey/", "quizzes/apikey/add/"]
)
@pytest.mark.parametrize("role", [INSTRUCTORS, EDITORS])
def test_users_groups_and_keys_are_an_administrators(client, path, role):
    sign_in(client, "ada", role)
    assert client.get(f"/admin/{path}").status_code == 403
    assert client.post(f"/admin/{path}", {"name": "A school", "username": "x"}).status_code == 403
    assert not ApiKey.objects.exists()
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(f"/admin/{path}").status_code == 200


def test_staff_without_a_role_may_do_nothing(client):
    sign_in(client, "bob")
    for path in (LESSONS, f"{LESSONS}add/", f"{LESSONS}upload/", f"{LESSONS}upload/changes/"):
        assert client.get(path).status_code == 403
    assert client.post(f"{LESSONS}upload/").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client):
    for path in ("", "upload/", "upload/changes/", f"{lesson('mine').pk}/change/", "recover/"):
        assert client.get(f"{LESSONS}{path}")["Location"].startswith("/admin/login/")


def test_a_lesson_written_at_the_desk_has_its_writer_as_author(instructor):
    page = instructor.get(LESSONS)
    assert re.search(r'class="field-written_by[^"]*">-<', page.content.decode())
    lesson("mine").authors.add(User.objects.get(username="ada"))
    assert re.search(r'class="field-written_by[^"]*">ada<', instructor.get(LESSONS).content.decode())


def test_the_list_needs_no_more_queries_for_more_lessons(instructor, django_assert_max_num_queries):
    track = Track.objects.get(slug="mine")
    for number in range(20):
        Lesson.objects.create(
            track=track, slug=f"l{number}", title="t", summary="s", lab="chat", snapshot="x"
        )
    with django_assert_max_num_queries(20):
        assert instructor.get(LESSONS).status_code == 200


def test_the_questions_of_ones_own_lesson_are_ones_own(instructor):
    page = instructor.get(f"{LESSONS}{lesson('mine').pk}/change/")
    assert 'name="questions-0-text"' in page.content.decode()
    assert Question.objects.count() == 6
