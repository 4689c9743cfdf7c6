"""Mysteries without a socket: what is told, ruled out and named."""

import json
import re

from django.utils import timezone

from lessons.models import Learner
from live_demo.lab import all_labs
from live_demo.runs.learner_data import runs_of
from live_demo.runs.models import Run
from live_demo.runs.shown import lab_of
from live_demo.trace.recorder import Recorder
from live_demo.view.masking import masked
from live_demo.view.sentences import sentence
from live_demo.what_ifs.diagnose import causes_of, guess, take_mystery
from live_demo.what_ifs.learner_data import diagnoses_of, merge_diagnoses
from live_demo.what_ifs.models import Diagnosis
from tests.live_demo.what_ifs.mysteries import HTMX, LIVE, MYSTERY, REPORT, ended_run


def test_a_mystery_never_leaves_the_server_before_it_is_named(visitor):
    mystery = visitor.mystery
    run = ended_run(mystery)
    base = all_labs()["chat"].source.splitlines()
    secrets = [line.strip() for line in lab_of(run).source.splitlines() if line and line not in base]
    started = visitor.post(f"{MYSTERY}runs/", headers=HTMX).text
    pages = [
        visitor.get(path).text
        for path in (f"{LIVE}?diagnose", f"/live/runs/{run.pk}/", f"/live/runs/{run.pk}.json")
    ]
    assert visitor.post(f"/live/runs/{run.pk}/report/", {"report": json.dumps(REPORT)}).status_code == 404
    for page in (started, *pages[1:]):
        # 'blocking' is a what-if, and an attribute that says how a page is painted
        assert mystery.what_if not in page.replace('blocking="render"', "")
        assert not [line for line in secrets if line in page]
    assert not re.search(r'name="cause"[^>]*checked', pages[0])
    assert [each["what_if"] for each in runs_of(mystery.learner)] == ["", ""]
    assert diagnoses_of(mystery.learner)[0]["what_if"] == ""


def test_no_point_of_a_mystery_says_more_than_the_wire_does(visitor):
    run = ended_run(visitor.mystery)
    known = {"number": 1, "at": 1, "times": {}, "attributes": {}, "before": {}, "changed": [], "step": None}
    telling = [
        {"layer": "asgi", "event": "chat.mesage"},
        {"layer": "server", "event": "worker.blocked", "line": 19, "locals": {"seconds": "1.2"}},
        {"layer": "server", "event": "worker.answers", "locals": {"seconds": "3.0"}},
        {"layer": "code", "event": "exception", "function": "receive", "error": "JSONDecodeError: no"},
    ]
    Run.objects.update(trace=[known | point for point in telling])
    pages = [
        visitor.get(f"/live/runs/{run.pk}{path}").text for path in ("/", "/?point=2", "/?point=4", ".json")
    ]
    words = ("mesage", "worker.", "blocks", "answers again", "JSONDecode", '"exception"', '"layer": "server"')
    for word in (*words, " hidden</p>"):
        assert not [page for page in pages if word in page], word


def test_the_record_of_a_mystery_leads_back_to_it(visitor):
    run = ended_run(visitor.mystery)
    html = visitor.get(f"/live/runs/{run.pk}/").text
    assert f'href="{LIVE}?diagnose"' in html
    assert "are hidden until you have" in html
    guess(visitor.mystery, visitor.mystery.what_if)
    html = visitor.get(f"/live/runs/{run.pk}/").text
    assert f'href="{LIVE}?diagnose"' in html
    assert "are hidden until you have" not in html


def test_what_is_ruled_out_is_kept_and_says_nothing_of_what_is_right(visitor):
    mystery = visitor.mystery
    wrong = next(name for name in causes_of(mystery.lesson) if name != mystery.what_if)
    marks = {"ruled_out": [mystery.what_if, wrong, "no such cause"]}
    answer = visitor.post(f"{MYSTERY}ruled-out/", marks, headers=HTMX)
    assert (answer.status_code, answer.content) == (204, b"")
    html = visitor.get(f"{LIVE}?diagnose").text
    marked = re.findall(r'name="ruled_out" value="(\w+)" checked', html)
    assert sorted(marked) == sorted([mystery.what_if, wrong])
    visitor.post(f"{MYSTERY}ruled-out/", {"ruled_out": wrong}, headers=HTMX)
    mystery.refresh_from_db()
    assert mystery.ruled_out == [wrong]
    visitor.cookies.clear()
    visitor.get(LIVE)
    visitor.post(f"{MYSTERY}ruled-out/", marks, headers=HTMX)
    mystery.refresh_from_db()
    assert mystery.ruled_out == [wrong]


def test_a_wrong_guess_can_not_be_made_twice(visitor):
    mystery = visitor.mystery
    ended_run(mystery)
    wrong, other = [name for name in causes_of(mystery.lesson) if name != mystery.what_if][:2]
    html = visitor.post(f"{MYSTERY}cause/", {"cause": wrong, "ruled_out": other}, headers=HTMX).text
    assert 'id="causes" data-hx-swap-oob="true"' in html
    assert re.search(rf'value="{wrong}" disabled.*not it', html)
    assert re.search(rf'name="ruled_out" value="{other}" checked', html)
    assert f'value="{mystery.what_if}" disabled' not in html


def test_wrong_guesses_are_counted_and_the_right_one_shows_the_code(visitor):
    mystery = visitor.mystery
    cause = f"{MYSTERY}cause/"
    assert "Run it at least once" in visitor.post(cause, {"cause": mystery.what_if}, follow=True).text
    Run.objects.create(
        learner=mystery.learner,
        lesson=mystery.lesson,
        what_if=mystery.what_if,
        diagnosis=mystery,
        opened_at=timezone.now(),
    )
    assert "Your run is still open" in visitor.post(cause, {"cause": mystery.what_if}, follow=True).text
    run = ended_run(mystery)
    wrong = next(name for name in causes_of(mystery.lesson) if name != mystery.what_if)
    assert "1 wrong guess so far" in visitor.post(cause, {"cause": wrong}, follow=True).text
    html = visitor.post(cause, {"cause": mystery.what_if}, follow=True).text
    assert "It was:" in html
    assert "Found with 2 guesses" in html
    assert "class ChatConsumer" in visitor.get(f"/live/runs/{run.pk}.json").json()["source"]


def test_every_cause_comes_once_before_one_comes_again(lesson):
    learner = Learner.objects.create()
    for _ in causes_of(lesson):
        mystery = take_mystery(learner, lesson)
        assert take_mystery(learner, lesson) == mystery
        assert guess(mystery, mystery.what_if)
    solved = Diagnosis.objects.values_list("what_if", flat=True)
    assert sorted(solved) == sorted(causes_of(lesson))


def test_of_two_open_mysteries_the_accounts_stays_and_no_run_is_lost(lesson):
    guest, own = Learner.objects.create(), Learner.objects.create()
    theirs, mine = take_mystery(guest, lesson), take_mystery(own, lesson)
    run = ended_run(theirs)
    merge_diagnoses(guest, own)
    assert list(Diagnosis.objects.all()) == [mine]
    run.refresh_from_db()
    assert run.diagnosis is None


def test_a_masked_point_tells_nothing_that_no_browser_sees():
    recorder = Recorder([])
    recorder.notice("worker.answers", {"seconds": "3.0"})
    recorder.notice("worker.died", {"how": "signal 9"})
    answers, died = map(masked, recorder.points)
    assert sentence(answers, all_labs()["chat"]) == "Something happens in the hidden code."
    assert "signal 9" in sentence(died, all_labs()["chat"])
