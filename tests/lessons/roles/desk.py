"""What is done at the desk. `mine` and `theirs` are lessons of two tracks; ada teaches the first."""

from django.contrib.auth.models import Group, User

from lessons.models import Lesson

LESSONS = "/admin/lessons/lesson/"


def lesson(slug):
    return Lesson.objects.get(track__slug=slug)


def sign_in(client, name, *groups):
    user = User.objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    client.force_login(user)
    return user


def act(client, action, row, **extra):
    data = {"action": action, "_selected_action": [row.pk], "index": 0, **extra}
    return client.post(LESSONS, data, follow=True)


def refused(response):
    """Whether the desk has refused: with 403 or 404, or by leading back to its front page."""
    return response.status_code in (403, 404) or (
        response.status_code == 302 and response["Location"] in ("/admin/", LESSONS)
    )
