"""The pages of tracks and lessons, as any browser gets them."""

import pickle
import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.test import Client

from lessons import views
from lessons.models import Learner, Lesson, Step, Track
from lessons.page_cache import forget_pages
from live_demo.lab import all_labs

pytestmark = pytest.mark.django_db
PAGE = "/learn/django-channels/websocket-support/"


def _everything_cached():
    cache = caches["default"]
    return [pickle.loads(value) for value in cache._cache.values()]


def text_of(html):
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_home_lists_tracks_and_lessons(client):
    html = client.get("/").content.decode()
    assert "Django Channels" in html
    assert f'href="{PAGE}"' in html


def test_home_lists_many_tracks_without_their_lessons(client, monkeypatch):
    monkeypatch.setattr(views, "MAX_LISTED", 1)
    birds = Track.objects.create(slug="birds", number=9, title="Birds", summary="Two birds.")
    Lesson.objects.create(track=birds, slug="plover", title="Plover", lab="chat", status="published")
    html = client.get("/").text
    assert f'href="{PAGE}"' in html
    assert "Plover" not in html
    assert "1 lesson of Birds" in text_of(html)
    assert "Plover" in client.get("/learn/birds/").text


def test_the_lesson_page_has_every_section(client):
    html = client.get(PAGE).content.decode()
    for section in ("flow", "sample", "execution", "tracker", "key-moments", "snapshot"):
        assert f'id="{section}"' in html
    for way in ("live", "quiz", "transcript"):
        assert f'id="{way}"' not in html
        assert html.count(f'href="{PAGE}{way}/"') > 1  # a tab, and at the end of the text


def test_every_link_within_the_lesson_page_has_its_target(client):
    html = client.get(PAGE).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', re.sub("<template.*?</template>", "", html, flags=re.DOTALL))
    assert sorted(ids) == sorted(set(ids))
    for target in re.findall(r'href="(?:/learn/[\w/-]+)?#([^"]+)"', html):
        assert target in ids


def test_the_source_on_the_page_equals_the_file(client):
    html = client.get(PAGE).content.decode()
    source = all_labs()["chat"].source
    for prefix in ("sample", "line"):
        lines = re.findall(rf'<li id="{prefix}-\d+"[^>]*><code>(.*?)</code></li>', html, re.DOTALL)
        assert "\n".join(map(text_of, lines)) + "\n" == source


def test_a_draft_is_visible_to_instructors_only(client):
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/").content.decode()
    ada = User.objects.create_user("ada", is_staff=True)
    Lesson.objects.get().track.instructors.add(ada)
    client.force_login(ada)
    assert "Only instructors see this page" in client.get(PAGE).content.decode()
    assert PAGE in client.get("/").content.decode()


def test_looking_makes_no_row(client):
    client.get("/")
    client.get(PAGE)
    assert not Learner.objects.exists()
    assert "learner" in client.cookies


def test_the_queries_of_the_lesson_page_do_not_grow_with_its_rows(client, django_assert_max_num_queries):
    client.get(PAGE)
    lesson = Lesson.objects.get()
    for number in range(10, 30):
        step = Step.objects.create(
            lesson=lesson, number=number, action="a", evaluation="b", result="c", reached_by="websocket.send"
        )
        lesson.flow_steps.create(number=number, title="t", text="x").steps.add(step)
    lesson.save()
    forget_pages()
    with django_assert_max_num_queries(16):
        client.get(PAGE)


def test_a_page_that_has_been_rendered_needs_few_queries(client, django_assert_num_queries):
    client.get(PAGE)
    forget_pages()
    # the lesson; its place in the track; the learner of the cookie
    with django_assert_num_queries(3):
        client.get(PAGE)


def test_what_is_kept_of_a_page_holds_nothing_of_a_visitor(client):
    client.get(f"{PAGE}live/")
    html = client.get(f"{PAGE}quiz/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    kept = "".join(str(value) for value in _everything_cached())
    assert len(kept) > 10_000
    assert token not in kept
    assert 'class="runs"' not in kept


def test_a_changed_lesson_shows_at_once(client):
    client.get(PAGE)
    lesson = Lesson.objects.get()
    lesson.flow_note = "Changed just now."
    lesson.save()
    assert "Changed just now." in client.get(PAGE).content.decode()


def test_markdown_that_could_run_is_taken_out(client):
    Lesson.objects.update(snapshot="<script>alert(1)</script> [x](javascript:alert(1)) ok")
    html = client.get(PAGE).content.decode()
    assert "alert(1)</script>" not in html
    assert 'href="javascript:' not in html


def test_the_content_security_policy_allows_nothing_inline(client):
    policy = client.get(PAGE).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    html = client.get(PAGE).content.decode()
    assert not re.search(r"<[^>]+\s(style|on\w+)=", html)
    assert not re.search(r'<script(?![^>]*\b(src=|type="importmap" nonce="[^"]{20,}"))', html)


def test_an_unknown_lesson_is_a_friendly_404(client):
    response = client.get("/learn/django-channels/nothing/")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_a_refused_form_says_what_to_do_in_our_words():
    response = Client(enforce_csrf_checks=True).post("/account/sign-up/")
    assert response.status_code == 403
    assert "load the page again, and send it once more" in response.text


def test_a_page_without_the_right_to_it_says_so_in_our_words(client):
    client.force_login(User.objects.create_user("cleo", is_staff=True))
    response = client.get("/admin/quizzes/analysis/")
    assert response.status_code == 403
    assert "Your account may not open this" in response.text
