"""The ways, tracks and progress, as any browser gets them."""

from dataclasses import replace

import pytest

from lessons.models import KeyMoment, Learner, Lesson, WayUse
from lessons.progress import note_use, progress_of
from lessons.ways import WAYS, check_ways
from quizzes.answering import start_again

pytestmark = pytest.mark.django_db
PAGE = "/learn/django-channels/websocket-support/"
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("way", WAYS)
def test_a_way_is_a_page_and_a_fragment_with_the_same_content(client, way):
    page = client.get(f"{PAGE}{way}/")
    fragment = client.get(f"{PAGE}{way}/", headers=HTMX)
    assert page.status_code == fragment.status_code == 200
    assert "HX-Request" in page.headers["Vary"]
    assert f'id="way-{way}"' in page.text
    assert page.text.count('aria-current="page"') == fragment.text.count('aria-current="page"') == 1
    assert "<!doctype html>" in page.text
    assert "<!doctype html>" not in fragment.text
    assert "<title>" in fragment.text


def test_a_page_that_the_history_restores_is_whole(client):
    restored = client.get(f"{PAGE}quiz/", headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert "<!doctype html>" in restored.text


def test_an_unknown_way_is_not_found(client):
    assert client.get(f"{PAGE}dance/").status_code == 404


@pytest.mark.parametrize("way", WAYS)
def test_the_queries_of_a_way_do_not_grow_with_its_rows(client, way, django_assert_max_num_queries):
    lesson = Lesson.objects.get()
    for number in range(10, 40):
        KeyMoment.objects.create(lesson=lesson, number=number, question="q", answer="a", points_to="step 1")
        lesson.flow_steps.create(number=number, title="t", text="x")
        lesson.transcript_parts.create(number=number, text="One. Two.", points_to="step 1")
    lesson.save()
    with django_assert_max_num_queries(18):
        client.get(f"{PAGE}{way}/")


def test_the_use_of_a_way_is_noted_once_and_resumed(client):
    client.get(PAGE)
    assert not WayUse.objects.exists()
    for way in ("read", "step", "step"):
        assert client.post(f"{PAGE}{way}/used/").status_code == 204
    assert WayUse.objects.count() == 2
    home = client.get("/").text
    assert "where you stopped, in Step" in home
    assert f'href="{PAGE}step/"' in home
    assert "2 of 10 ways" in home
    assert "20 %" in home


def test_looking_at_a_way_makes_no_row(client):
    for way in WAYS:
        client.get(f"{PAGE}{way}/")
    assert not Learner.objects.exists()


def test_home_says_what_it_is_for_whom_and_how_long(client):
    html = client.get("/").text
    assert "WebSockets in Django" in html
    assert "some Python and Django" in html
    assert "About 15 minutes, no account needed" in html
    assert "1 lesson, about 15 minutes in all" in html


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_way_leads_to_the_next_one_and_says_why(client, way):
    html = client.get(f"{PAGE}{way.name}/").text
    if way.next:
        assert f">{way.next.title}</a> — {way.why}." in html
    assert "This is the last lesson of Django Channels. Nothing to review right now" in html


def test_the_next_way_is_the_next_one_shown_and_every_group_stands_together():
    ways = list(WAYS.values())
    assert [way.next for way in ways] == [*ways[1:], None]
    assert list(dict.fromkeys(way.group for way in ways)) == ["Learn", "Try", "Check"]
    assert [way.group for way in ways] == sorted((way.group for way in ways), key="Learn Try Check".index)


def test_the_last_of_the_route_leads_to_the_next_lesson(client):
    track = Lesson.objects.get().track
    Lesson.objects.create(
        track=track, slug="second", number=2, title="Second", lab="chat", status="published"
    )
    html = client.get(f"{PAGE}recall/").text
    assert "<small>Next lesson</small> Second</a>" in html
    assert html.count("Next") == 1
    assert "This is the last lesson" not in html


def test_a_lesson_is_done_when_its_whole_quiz_is_answered_and_it_was_run(client):
    lesson, learner = Lesson.objects.get(), Learner.objects.create()
    attempt = learner.attempts.create(lesson=lesson)
    *others, last = lesson.questions.all()
    for question in others:
        attempt.responses.create(question=question, credit=0.0)
    learner.runs.create(lesson=lesson, ended_at=lesson.changed_at)
    assert not progress_of(learner)[lesson.pk].is_done
    attempt.responses.create(question=last, credit=1.0)
    assert progress_of(learner)[lesson.pk].is_done
    start_again(learner, lesson)
    assert progress_of(learner)[lesson.pk].is_done
    learner.runs.all().delete()
    assert not progress_of(learner)[lesson.pk].is_done


def test_a_track_page_lists_its_lessons(client):
    assert f'href="{PAGE}"' in client.get("/learn/django-channels/").text
    assert client.get("/learn/nothing/").status_code == 404


def test_lessons_lead_to_their_neighbors(client):
    first = Lesson.objects.get()
    Lesson.objects.create(
        track=first.track, slug="second", number=2, title="Second", lab="chat", status="published"
    )
    assert 'rel="next"' in client.get(PAGE).text
    assert 'rel="prev"' in client.get("/learn/django-channels/second/").text


def test_the_last_lesson_leads_back_to_its_track(client):
    html = client.get(PAGE).text
    assert 'rel="next"' not in html
    assert '<a class="next" href="/learn/django-channels/">' in html


def test_what_the_flow_says_in_short_stands_before_its_steps_in_read_as_in_flow(client):
    for way in ("", "flow/"):
        html = client.get(f"{PAGE}{way}").text
        note = html.index("One connection has one consumer instance")
        assert note < html.index("The browser opens a WebSocket")


def test_the_use_of_a_way_that_is_no_longer_there_breaks_no_page(client):
    lesson = Lesson.objects.get()
    client.post(f"{PAGE}flow/used/")
    learner = Learner.objects.get()
    note_use(learner, lesson, replace(WAYS["flow"], name="gone"))
    assert "1 of 10 ways" in client.get("/").text
    assert client.get("/account/").status_code == 200
    assert [use.title for use in learner.way_uses.order_by("first_at")] == ["Flow", "gone"]


@pytest.mark.parametrize(
    ("ways", "why"),
    [(["a-name-too-long"], "at most 12 letters"), ([f"way{n}" for n in range(11)], "digits for 10 ways")],
)
def test_a_way_without_a_key_or_with_a_name_that_cannot_be_stored_is_refused(ways, why):
    with pytest.raises(ValueError, match=why):
        check_ways(ways)
