"""The page of what a learner can do now."""

import re

from lessons.progress import Progress

PAGE = "/done/django-channels/"


def test_a_visitor_who_has_done_nothing_is_led_to_the_first_lesson(client, lesson):
    html = client.get(PAGE).content.decode()
    assert "Nothing done yet" in html
    assert f'href="{lesson.get_absolute_url()}">Next: ' in html


def test_it_says_what_is_left_then_what_one_knows(client, lesson, monkeypatch):
    reached = Progress(completed={"quiz"})
    monkeypatch.setattr("lessons.done_page.progress_of", lambda _: {lesson.pk: reached})
    left = re.search("Left to do: (.*?)</p>", client.get(PAGE).content.decode())[1]
    assert "/live/" in left
    assert "/quiz/" not in left
    html = client.get(PAGE, {"lesson": lesson.slug}).content.decode()
    assert f"<h1>{lesson.title}: not done yet</h1>" in html
    assert re.search(r'href="[^"]+/live/">Next: Live, in ', html)
    reached.completed.add("live")
    html = client.get(PAGE).content.decode()
    assert "You have done the whole track" in html
    assert "You now know which line of a consumer runs at each step." in html


def test_an_unknown_track_is_not_found(client, lesson):
    assert client.get("/done/nothing/").status_code == 404
