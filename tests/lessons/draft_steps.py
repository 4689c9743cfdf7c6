"""What an instructor does with the draft of a public lesson."""

from lessons.models import Lesson
from tests.lessons.desk_page import DeskPage, said


def page_of(lesson):
    return f"/admin/lessons/lesson/{lesson.pk}/publishing/"


def begin(desk, lesson):
    answer = desk.post(f"/admin/lessons/lesson/{lesson.pk}/draft/")
    draft = Lesson.every.get(draft_of=lesson)
    assert answer["Location"] == f"/admin/lessons/lesson/{draft.pk}/change/"
    return draft


def edit(desk, draft, **fields):
    """Save the draft with these fields."""
    _edited(desk, draft, fields).store()


def after_edit(desk, draft, **fields):
    """The page that comes when the draft is saved with these fields."""
    return _edited(desk, draft, fields).save()


def _edited(desk, draft, fields):
    page = DeskPage(desk, draft)
    for name, value in fields.items():
        assert name in page
        page[name] = value
    return page


def act(desk, lesson, do, **data):
    """Press this button of the page. Nobody looks at the page that comes next."""
    response = desk.post(page_of(lesson), {"do": do, **data})
    assert response.status_code == 302, said(response)


def after(desk, lesson, do, **data):
    """The page that comes when this button is pressed."""
    return desk.post(page_of(lesson), {"do": do, **data}, follow=True)
