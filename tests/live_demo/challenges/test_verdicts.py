"""A check of a challenge: the judge is asked, its verdict is shown, and the tries are counted."""

import re

from lessons.models import Learner
from live_demo.build.models import CodeVersion
from live_demo.challenges import views
from live_demo.challenges.definition import challenges_of
from live_demo.challenges.judge_thread import store
from live_demo.challenges.learner_data import challenges_passed
from live_demo.challenges.models import ChallengeAttempt, Standing
from live_demo.challenges.result import Result
from live_demo.sandbox.status import Status
from tests.live_demo.challenges.own_state import BROKEN, BUILD, CODE, KEPT, PAGE


def test_check_saves_the_code_and_asks_the_judge(builder, judge):
    page = builder.post(f"{PAGE}check/", {"source": CODE}, follow=True).content.decode()
    attempt = ChallengeAttempt.objects.get()
    assert judge.asked == [(attempt.pk, "own-state", CODE)]
    assert "Your code is being judged" in page
    assert f'data-hx-get="/live/attempts/{attempt.pk}/"' in page
    assert CodeVersion.objects.get().challenge == "own-state"


def test_the_verdict_names_the_broken_promise_and_shows_the_wire(builder, judge):
    builder.post(f"{PAGE}check/", {"source": CODE})
    attempt = ChallengeAttempt.objects.get()
    store(attempt.pk, [KEPT, BROKEN])
    page = builder.get(f"{PAGE}?attempt={attempt.pk}").content.decode()
    assert "Not yet" in page
    assert "client 1 should have been closed with 4000, not 1000" in page
    assert "client 1 is closed with 1000" in page
    assert page.count('id="tries"') == 1
    fragment = builder.get(f"/live/attempts/{attempt.pk}/").content.decode()
    assert '<p class="meta" id="tries" data-hx-swap-oob="true">1 try so far' in fragment
    assert Standing.objects.get().tries == 1


def test_the_credit_is_that_of_the_first_attempt_that_passes(builder, judge, lesson):
    for results in ([BROKEN], [KEPT], [BROKEN], [KEPT]):
        builder.post(f"{PAGE}check/", {"source": CODE})
        store(ChallengeAttempt.objects.first().pk, results)
    standing = Standing.objects.get()
    assert (standing.tries, standing.credit) == (4, 80)
    assert challenges_passed(Learner.objects.get()) == {lesson.pk: "1 challenge solved"}
    assert "<b>solved</b>" in builder.get(BUILD).content.decode()


def test_past_attempts_are_told_by_their_first_changed_line_and_by_their_verdict(builder, judge):
    page = builder.get(PAGE).content.decode()
    assert "Your judged attempts" not in page
    starter = challenges_of("chat")["own-state"].starter
    sources = [f"# mine\n{starter}", f"# mine\n{starter}x = 1\n"]
    for source, results in zip(sources, ([KEPT, BROKEN], [KEPT, KEPT]), strict=True):
        builder.post(f"{PAGE}check/", {"source": source})
        store(ChallengeAttempt.objects.first().pk, results)
    oldest = ChallengeAttempt.objects.last()
    page = re.sub(r"<[^>]+>", "", builder.get(PAGE).content.decode())
    assert "Your judged attempts: 2" in page
    assert "line 1 changed, # mine." in page
    assert f"line {sources[0].count(chr(10)) + 1} changed, x = 1." in page
    assert "Solved: every promise is kept." in page
    assert "1 of 2 promises is kept. " in page
    builder.post(f"{PAGE}check/", {"source": "x = 2"})
    assert "Your judged attempts: 2" in builder.get(PAGE).content.decode(), (
        "what is judged now is not among them"
    )
    ChallengeAttempt.objects.exclude(pk=oldest.pk).delete()
    alone = builder.get(f"{PAGE}?attempt={oldest.pk}").content.decode()
    assert "Your judged attempts" not in alone, "its verdict stands above"


def test_a_solved_challenge_leads_on_and_shows_our_solutions_beside_the_code(builder, judge, lesson):
    builder.post(f"{PAGE}check/", {"source": CODE.replace("count", "counted")})
    attempt = ChallengeAttempt.objects.get()
    page = builder.get(f"{PAGE}?attempt={attempt.pk}").content.decode()
    assert "Compare your code with ours" not in page
    store(attempt.pk, [KEPT])
    for seen in (builder.get(f"{PAGE}?attempt={attempt.pk}"), builder.get(f"/live/attempts/{attempt.pk}/")):
        page = seen.content.decode()
        other = PAGE.replace("own-state", "json-protocol")
        assert f'<a class="button primary" href="{other}">Next challenge: A JSON protocol' in page
        assert f'<a href="{lesson.get_absolute_url()}">Back to the lesson' in page
        assert page.count('aria-label="From your code to this solution"') == 2 * 2
        assert 'class="removed"' in page
    learner = Learner.objects.get()
    Standing.objects.create(
        learner=learner, lesson=lesson, challenge="json-protocol", passed_at=attempt.made_at
    )
    page = builder.get(f"{PAGE}?attempt={attempt.pk}").content.decode()
    assert "You have solved every challenge of this track." in page


def test_a_promise_whose_needed_one_broke_in_the_same_way_is_not_judged():
    def broken(name, came, drawn):
        return Result(name, f"{name}.", expected=f"'1: {drawn}'", came=came, drawn={"word": drawn})

    needed = broken("numbers", "'0: abcdefg'", "abcdefg")
    same, other = broken("back", "'0: hijklmn'", "hijklmn"), broken("bye", "nothing", "opqrstu")
    for each in (same, other):
        each.put_off([Result("kept", "Kept.", passed=True), needed])
    assert (same.waits_for, other.waits_for) == ("numbers.", "")
    assert same.words == "It can be judged once this promise is kept: numbers"


def test_what_could_not_be_judged_is_no_try(builder, judge):
    builder.post(f"{PAGE}check/", {"source": CODE})
    attempt = ChallengeAttempt.objects.get()
    store(attempt.pk, [], "Your code could not be run. It does not count as a try.")
    assert "could not be run" in builder.get(f"/live/attempts/{attempt.pk}/").content.decode()
    assert Standing.objects.get().tries == 0


def test_a_second_attempt_waits_for_the_first(builder, judge):
    builder.post(f"{PAGE}check/", {"source": CODE})
    refused = builder.post(f"{PAGE}check/", {"source": CODE})
    assert refused.status_code == 429
    assert "Wait for its verdict" in refused.content.decode()


def test_the_attempts_of_one_network_wait_for_a_verdict_and_others_are_judged(builder, judge):
    judge.waiting = {"127.0.0.1": 10}
    refused = builder.post(f"{PAGE}check/", {"source": CODE})
    assert refused.status_code == 429
    assert "10 attempts of your network are being judged" in refused.content.decode()
    assert builder.post(f"{PAGE}check/", {"source": CODE}, REMOTE_ADDR="127.0.3.1").status_code == 302


def test_nobody_sees_the_verdict_of_another(builder, judge):
    builder.post(f"{PAGE}check/", {"source": CODE})
    attempt = ChallengeAttempt.objects.get()
    other = builder.__class__()
    other.get(BUILD)
    assert other.get(f"/live/attempts/{attempt.pk}/").status_code == 404
    assert builder.get(f"/live/attempts/{attempt.pk}/").status_code == 200


def test_where_own_code_is_off_the_code_is_saved_and_not_judged(builder, judge, monkeypatch):
    monkeypatch.setattr(views, "status", lambda: Status("It is switched off."))
    refused = builder.post(f"{PAGE}check/", {"source": CODE})
    assert refused.status_code == 503
    assert "It is switched off." in refused.content.decode()
    assert CodeVersion.objects.get().source == CODE
    assert not judge.asked
