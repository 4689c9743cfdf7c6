"""The page of a track: the order, what each lesson builds on, progress, and the picture."""

import re
import shutil

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons.folder.faults import FolderError
from lessons.folder.load import load
from lessons.folder.validation import problems_of
from lessons.folder.write import export
from lessons.models import Learner, Lesson
from lessons.page_cache import forget_pages
from lessons.stages import PATH
from tests.support.server_fixtures import SHIPPED

pytestmark = pytest.mark.django_db
PAGE = "/learn/course/"
LESSONS = "/admin/lessons/lesson/"


def write(folders, number, slug, **lists):
    """The shipped lesson once more, as this lesson of the track 'course'."""
    course = folders / "course"
    folder = shutil.copytree(
        SHIPPED / "django-channels" / "01-websocket-support", course / f"{number:02}-{slug}"
    )
    (course / "track.toml").write_text('title = "Course"\nsummary = "Three lessons."\n')
    file = folder / "lesson.toml"
    text = re.sub(r"^marks = .*\n", "", file.read_text().split("\n", 1)[1], flags=re.M)
    rows = [f"{name} = {value}\n".replace("'", '"') for name, value in lists.items()]
    file.write_text(f'title = "{slug.title()}"\n' + "".join(rows) + text)
    return file


@pytest.fixture
def course(no_lessons, tmp_path):
    """Three lessons, each built on the ones before; the last two are in the picture."""
    folders = tmp_path / "folders"
    write(folders, 1, "alpha")
    write(folders, 2, "beta", needs=["alpha"], marks=["routing"])
    write(folders, 3, "gamma", needs=["beta", "alpha"], marks=["others", "group"])
    return folders


def fault(folders):
    with pytest.raises(FolderError) as raised:
        load(folders)
    return str(raised.value)


def test_what_a_lesson_needs_and_marks_is_loaded_and_exported(course, tmp_path):
    load(course)
    gamma = Lesson.objects.get(slug="gamma")
    assert {needed.slug for needed in gamma.needs.all()} == {"alpha", "beta"}
    assert gamma.marks == ["group", "others"]
    export(tmp_path / "out")
    text = (tmp_path / "out" / "course" / "03-gamma" / "lesson.toml").read_text()
    assert 'needs = ["alpha", "beta"]' in text
    assert {outcome.done for outcome in load(tmp_path / "out")} == {"unchanged"}


@pytest.mark.parametrize(
    ("needs", "told"),
    [
        (["alfa"], "02-beta/lesson.toml:2: needs[1]: there is no lesson 'alfa' in this track"),
        (
            ["alpha", "gamma"],
            "lesson.toml:2: needs[2]: 'gamma' does not come before this lesson: it is number 3",
        ),
        (["beta"], "'beta' does not come before this lesson: it is number 2"),
    ],
)
def test_a_need_that_does_not_come_before_is_told_with_file_and_line(course, needs, told):
    shutil.rmtree(course / "course" / "02-beta")
    write(course, 2, "beta", needs=needs)
    assert told in fault(course)


def test_a_mark_beside_the_picture_is_told(course):
    write(course, 4, "delta", marks=["moon"])
    assert "lesson.toml:2: marks[1]: the picture has no 'moon'; its parts are: browser, " in fault(course)


def test_a_lesson_alone_may_need_one_that_is_loaded_already(course):
    load(course)
    for name in ("01-alpha", "02-beta"):
        shutil.rmtree(course / "course" / name)
    assert {outcome.done for outcome in load(course)} == {"unchanged"}


def test_a_lesson_moved_before_what_it_needs_cannot_be_published(course):
    load(course)
    Lesson.objects.filter(slug="alpha").update(number=9)
    beta = Lesson.objects.get(slug="beta")
    assert problems_of(beta) == ["need 1: 'alpha' does not come before this lesson: it is number 9"]


def test_the_page_shows_order_needs_and_picture(client, course):
    load(course)
    html = client.get(PAGE).content.decode()
    assert [html.index(f">{name}</span>") for name in ("Alpha", "Beta", "Gamma")] == sorted(
        html.index(f">{name}</span>") for name in ("Alpha", "Beta", "Gamma")
    )
    assert "3 lessons, about 40 minutes in all" in html
    built_on = re.findall(r"Builds on .*?(?=</p>)", html)
    assert [re.sub(r"<span.*?</span>|<.*?>", "", each) for each in built_on] == [
        "Builds on lesson 1",
        "Builds on lessons 1 and 2",
    ]
    stops = dict(
        re.findall(r'<li class="stop" data-part="(\w+)">(.*?)(?=<li class="stop"|</ol>)', html, re.S)
    )
    assert list(stops) == list(PATH)
    marked = {name: re.findall(r'href="/learn/course/(\w+)/"', stop) for name, stop in stops.items()}
    assert {name: lessons for name, lessons in marked.items() if lessons} == {
        "routing": ["beta"],
        "group": ["gamma"],
        "others": ["gamma"],
    }


def test_a_track_whose_lessons_mark_nothing_has_no_picture(client, course):
    load(course)
    Lesson.objects.update(marks=[])
    assert 'class="path"' not in client.get(PAGE).content.decode()


def test_a_draft_that_another_lesson_needs_is_not_named_to_learners(client, course):
    load(course)
    Lesson.objects.filter(slug="alpha").update(status="draft", title="Secret")
    assert "Secret" not in client.get(PAGE).content.decode()


def test_a_lesson_names_what_it_builds_on(client, course):
    load(course)
    assert "Builds on" not in client.get(f"{PAGE}alpha/").content.decode()
    assert (
        '<a class="builds-on" href="/learn/course/alpha/">Alpha</a>.'
        in client.get(f"{PAGE}beta/").content.decode()
    )


def test_progress_of_the_track_is_told_in_words(client, course):
    load(course)
    assert "lessons begun" not in client.get(PAGE).content.decode()
    client.post("/learn/course/beta/flow/used/")
    html = client.get(PAGE).content.decode()
    assert "1 of 3 lessons begun, 0 done, 3 % of all study ways used" in html
    assert "Continue: Beta" in html
    assert Learner.objects.count() == 1


def test_the_queries_of_the_page_do_not_grow_with_lessons(client, course, django_assert_max_num_queries):
    load(course)
    client.post("/learn/course/beta/flow/used/")
    client.get(PAGE)
    forget_pages()
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    few = len(queries)
    for number in range(4, 9):
        write(course, number, f"more-{number}", needs=["alpha", "gamma"], marks=["server"])
    load(course)
    forget_pages()
    client.get(PAGE)
    forget_pages()
    with django_assert_max_num_queries(few):
        assert client.get(PAGE).content.decode().count("Builds on") == 7


def test_needs_are_chosen_in_the_admin_among_the_lessons_of_the_track(client, course):
    load(course)
    load(SHIPPED)
    client.force_login(User.objects.create_superuser("ada"))
    beta = Lesson.objects.get(slug="beta")
    form = client.get(f"{LESSONS}{beta.pk}/change/").context["adminform"].form
    assert {lesson.slug for lesson in form.fields["needs"].queryset} == {"alpha", "gamma"}
    gamma = Lesson.objects.get(slug="gamma")
    data = {"needs": [gamma.pk], "marks": ["moon"], "number": 2, "track": beta.track_id}
    errors = client.post(f"{LESSONS}{beta.pk}/change/", data).context["adminform"].form.errors
    assert errors["needs"] == ["“Gamma” does not come before this lesson: it is 3."]
    assert "moon" in errors["marks"][0]
