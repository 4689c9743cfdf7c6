"""The pictures of a lesson: they come in a zip or from the desk, and nothing in them runs."""

import io
import zipfile

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile

from lessons.drafts.draft import publish_draft, start_draft
from lessons.folder.archive import read_archive
from lessons.folder.faults import FolderError
from lessons.folder.validation import publish_blockers
from lessons.models import Lesson, Picture
from lessons.pictures import budget
from lessons.pictures.decode import decode
from tests.lessons.desk_page import said
from tests.lessons.uploads import LESSON, decide, shipped, text_of, upload, zipped
from tests.support.drawn_picture import drawn
from tutorial.roles import make_roles

pytestmark = pytest.mark.django_db
SHOWN = "\n![a red field](images/Figure_1.png)\n"


def with_picture(text=SHOWN, **pictures):
    files = shipped()
    files[f"{LESSON}/snapshot.md"] += text.encode()
    return files | {f"{LESSON}/images/{name}.png": data for name, data in pictures.items()}


def faults_of(files):
    with pytest.raises(FolderError) as caught:
        read_archive(zipped(files))
    return str(caught.value)


def test_the_faults_of_pictures_in_a_folder_are_told():
    assert "there is no picture 'images/Figure_1.png'" in faults_of(with_picture())
    unused = faults_of(with_picture("", Figure_1=drawn()))
    assert "images/Figure_1.png: no text shows this picture" in unused
    assert "a picture without a description" in faults_of(
        with_picture(SHOWN.replace("a red field", ""), Figure_1=drawn())
    )
    assert "images/Figure_1.png: no picture" in faults_of(with_picture(Figure_1=b"text"))
    assert "unknown file" in faults_of({**shipped(), f"{LESSON}/images/run.sh": b"x"})


def test_a_zip_brings_its_pictures_and_takes_them_away_again(desk):
    decide(desk, upload(desk, with_picture(Figure_1=drawn())))
    picture = Picture.objects.get()
    assert f"![a red field]({picture.address})" in Lesson.objects.get().snapshot
    page = desk.get(f"{Lesson.objects.get().get_absolute_url()}snapshot/").content.decode()
    assert f'<img src="{picture.address}" alt="a red field"' in page
    chosen = {"action": "download", "_selected_action": [Lesson.objects.get().pk]}
    packed = zipfile.ZipFile(io.BytesIO(desk.post("/admin/lessons/lesson/", chosen).content))
    assert packed.read(f"{LESSON}/images/figure_1.png") == drawn()
    assert b"![a red field](images/figure_1.png)" in packed.read(f"{LESSON}/snapshot.md")
    again = upload(desk, {name: packed.read(name) for name in packed.namelist()})
    assert "websocket-support: equal" in text_of(again)


def test_a_picture_is_served_so_that_nothing_in_it_runs(client, lesson):
    picture = Picture.store(decode("figure.png", drawn()))
    answer = client.get(str(picture.address))
    assert (answer.content, answer["Content-Type"]) == (drawn(), "image/png")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    for wrong in ("/images/x", str(picture.address).replace("40x30", "41x30"), "/images/../x.png"):
        assert client.get(wrong).status_code == 404


def posted(desk, lesson, data=None, alt="a [red] field", **headers):
    file = SimpleUploadedFile("figure.png", drawn() if data is None else data)
    address = f"/admin/lessons/lesson/{lesson.pk}/pictures/"
    return desk.post(address, {"file": file, "alt": alt}, follow=True, headers=headers)


def test_a_picture_is_uploaded_at_the_desk_with_its_description(desk, lesson):
    assert "Say what learners need" in posted(desk, lesson, alt=" ").content.decode()
    refused = posted(desk, lesson, b"text").content.decode()
    assert "no picture" in refused
    assert 'value="a [red] field"' in refused, "what was typed is still there"
    assert not Picture.objects.exists()
    assert r"![a \[red\] field](/images/" in said(posted(desk, lesson))
    assert lesson.pictures.get().content == drawn()
    script = posted(desk, lesson, Accept="text/markdown")
    assert script.content.decode() == rf"![a \[red\] field]({Picture.objects.get().address})"
    refused = posted(desk, lesson, b"text", Accept="text/markdown")
    assert (refused["Content-Type"], refused.content[:30]) == (
        "text/plain; charset=utf-8",
        b"'figure.png' is refused: no pi",
    )
    desk.post(f"/admin/lessons/lesson/{lesson.pk}/pictures/", {"remove": Picture.objects.get().digest})
    assert not lesson.pictures.exists()


def test_the_list_of_pictures_has_the_description_that_the_texts_of_a_draft_give_them(desk, lesson):
    assert "![what learners need of it](/images/" in text_of(posted(desk, lesson))
    line = rf"![a \[red\] field]({Picture.objects.get().address})"
    question = lesson.questions.first()
    question.text = f"What is this? {line}"
    question.save()
    Lesson.objects.update(status="draft", summary="")
    assert line in text_of(desk.get(f"/admin/lessons/lesson/{lesson.pk}/pictures/"))


def test_only_who_works_on_the_track_uploads_a_picture(client, lesson):
    make_roles()
    bob = User.objects.create_user("bob", is_staff=True)
    bob.groups.add(Group.objects.get(name="Instructors"))
    client.force_login(bob)
    assert posted(client, lesson).status_code == 404
    lesson.track.instructors.add(bob)
    assert posted(client, lesson).status_code == 200
    assert lesson.pictures.count() == 1


def test_the_quota_of_a_lesson_holds(desk, lesson, monkeypatch):
    monkeypatch.setattr("lessons.stored_pictures.quota.MAX_PICTURES", 1)
    posted(desk, lesson)
    assert "at most 1 pictures" in posted(desk, lesson, drawn(color="blue")).content.decode()
    monkeypatch.setattr("lessons.stored_pictures.quota.MAX_PICTURES", 9)
    monkeypatch.setattr("lessons.stored_pictures.quota.MAX_BYTES", len(drawn()) + 1)
    assert "MB together" in posted(desk, lesson, drawn(color="blue")).content.decode()
    assert lesson.pictures.count() == 1


def test_a_picture_needs_a_description_before_it_is_published(desk, lesson):
    posted(desk, lesson)
    draft = start_draft(lesson)
    assert draft.pictures.count() == 1
    Lesson.every.filter(pk=draft.pk).update(snapshot=f"![]({Picture.objects.get().address})")
    draft = Lesson.every.with_sections().get(pk=draft.pk)
    assert publish_blockers(draft) == [
        "snapshot: a picture without a description: write in its brackets what learners need of it"
    ]
    posted(desk, draft, drawn(color="blue"))
    Lesson.every.filter(pk=draft.pk).update(snapshot="x")
    publish_draft(draft, None)
    assert lesson.pictures.count() == 2


def test_the_pictures_of_one_file_have_a_bounded_number_of_pixels(monkeypatch):
    monkeypatch.setattr(budget, "MAX_PIXELS_OF_A_FILE", 3000)
    shown = SHOWN + SHOWN.replace("_1", "_2") + SHOWN.replace("_1", "_3")
    files = with_picture(shown, Figure_1=drawn(), Figure_2=drawn(), Figure_3=drawn())
    fault = faults_of(files)
    assert "Figure_3.png: the pictures of one file have at most" in fault
    assert fault.count("the pictures of one file") == 1
    decode("x", drawn(size=(100, 100)))  # by itself
