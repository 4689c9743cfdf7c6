"""Challenges at the desk: instructors see what stops whom."""

from lessons.models import Lesson, Track
from lessons.templatetags.lesson_text import inline_markdown
from live_demo.challenges.definition import challenges_of
from live_demo.challenges.judge_thread import store
from live_demo.challenges.models import ChallengeAttempt
from live_demo.challenges.result import Result
from tests.lessons.roles.desk import sign_in
from tests.live_demo.challenges.own_state import BROKEN, CODE, KEPT, PAGE
from tutorial.roles import INSTRUCTORS, make_roles


def test_instructors_see_what_stops_whom(admin_client, builder, judge):
    builder.post(f"{PAGE}check/", {"source": CODE})
    put_off = Result("comes-back", "Starts anew.", waits_for="Numbered.", words="It can be judged later")
    store(ChallengeAttempt.objects.get().pk, [KEPT, put_off, BROKEN])
    assert (
        "<b>Not judged:</b> Starts anew."
        in builder.get(f"{PAGE}?attempt={ChallengeAttempt.objects.get().pk}").content.decode()
    )
    desk = f"/admin/challenges/{Lesson.objects.get(slug='websocket-support').pk}/own-state/"
    assert desk in admin_client.get("/admin/challenges/").content.decode()
    page = admin_client.get(desk).content.decode()
    assert "1 learner, 0 % solved." in page
    promise = challenges_of("chat")["own-state"].tests[3].promise
    assert f'<th scope="row">4. {inline_markdown(promise)}</th><td>1&nbsp;(100&nbsp;%)</td>' in page
    assert "There is none yet." in page
    builder.post("/live/code-consent/", {"allow": "yes"})
    attempt = f'attempts/{ChallengeAttempt.objects.get().pk}/">'
    told = f"<td>1</td><td>4. {BROKEN.words}</td>"
    for query, is_there in (
        ("", True),
        ("?breaks=bye", True),
        ("?breaks=numbers", False),
        ("?breaks=x", True),
    ):
        page = admin_client.get(f"{desk}{query}").content.decode()
        assert [attempt in page, told in page] == [is_there, is_there], query
    builder.post(f"{PAGE}check/", {"source": CODE})
    store(ChallengeAttempt.objects.first().pk, [KEPT])
    assert "1 learner, 100 % solved, after 2" in admin_client.get(desk).content.decode()


def test_learners_do_not_see_the_desk_of_challenges(builder):
    assert builder.get("/admin/challenges/").status_code == 302


def test_instructors_see_the_challenges_of_their_own_tracks_alone(builder, client):
    make_roles()
    other = Track.objects.create(title="Another", slug="another", number=9)
    ada = sign_in(client, "ada", INSTRUCTORS)
    other.instructors.add(ada)
    lesson = Lesson.objects.get(slug="websocket-support")
    desk = f"/admin/challenges/{lesson.pk}/own-state/"
    assert "/own-state/" not in client.get("/admin/challenges/").text
    assert client.get(desk).status_code == 404
    lesson.track.instructors.add(ada)
    assert desk in client.get("/admin/challenges/").text
    assert client.get(desk).status_code == 200
