"""What an instructor does with the draft of a public lesson."""

from lessons.models import Lesson
from tests.lessons.desk_page import DeskPage


def page_of(lesson):
    return f"/admin/lessons/lesson/{lesson.pk}/publishing/"


def begin(desk, lesson):
    answer = desk.post(f"/admin/lessons/lesson/{lesson.pk}/draft/")
    draft = Lesson.every.get(draft_of=lesson)
    assert answer["Location"] == f"/admin/lessons/lesson/{draft.pk}/change/"
    return draft


def edit(desk, draft, **fields):
    page = DeskPage(desk, draft)
    for name, value in fields.items():
        assert name in page
        page[name] = value
    return page.save()


def act(desk, lesson, do, **data):
    return desk.post(page_of(lesson), {"do": do, **data}, follow=True)
