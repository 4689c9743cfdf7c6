"""Pages of what-ifs without a socket: what stands on them, who is graded, and who may see and keep what."""

import json
import re

from django.utils import timezone

from lessons.models import Learner
from live_demo.runs.models import Run
from live_demo.what_if_definitions import what_ifs_of
from live_demo.what_ifs.models import WhatIfAnswer
from live_demo.what_ifs.observations import LABELS
from live_demo.what_ifs.recorded import recorded_what_if
from tests.live_demo.what_ifs.mysteries import HTMX, LIVE, REPORT, ended_run

WHAT_IF = what_ifs_of("chat")["close_in_connect"]


def test_nothing_right_stands_on_the_page_before_the_run(client, lesson):
    html = client.get(f"{LIVE}?what_if=close_in_connect").text
    assert all(option.text.split("`")[0] in html for option in WHAT_IF.options)
    assert not any(option.reason[:40] in html for option in WHAT_IF.options)


def test_a_run_is_graded_once_and_only_for_its_owner(client, lesson):
    client.get(LIVE)
    said = {"option": "2", "close_code": "1006", "disconnect": "yes"}
    start = "/live/django-channels/websocket-support/what-if/close_in_connect/"
    assert client.post(start, {"option": "2"}, headers=HTMX).status_code == 400  # all or nothing
    assert client.post(start, headers=HTMX).status_code == 200
    assert not WhatIfAnswer.objects.exists()
    assert client.post(start, said, headers=HTMX).status_code == 200
    answer = WhatIfAnswer.objects.get()
    address = f"/live/runs/{answer.run.pk}/report/"
    assert client.post(address, {"report": json.dumps(REPORT)}).status_code == 409  # not over
    Run.objects.filter(pk=answer.run.pk).update(ended_at=timezone.now(), trace=lesson.recording.trace)
    assert client.post(address, {"report": "{"}).status_code == 400
    assert client.post(address, {"report": json.dumps(REPORT | {"code": 99999})}).status_code == 400
    assert client.post(address, {"report": json.dumps(REPORT)}).status_code == 200
    graded = WhatIfAnswer.objects.get()
    client.post(address, {"report": json.dumps(REPORT | {"code": 1000})})
    assert WhatIfAnswer.objects.get().grades == graded.grades
    client.cookies.clear()
    client.get(LIVE)
    assert client.post(address, {"report": json.dumps(REPORT)}).status_code == 404


def test_a_run_without_a_prediction_answers_every_question_of_its_what_if(client, lesson):
    client.post("/live/django-channels/websocket-support/what-if/close_in_connect/", headers=HTMX)
    run = Run.objects.get()
    Run.objects.filter(pk=run.pk).update(ended_at=timezone.now(), trace=lesson.recording.trace)
    html = client.post(f"/live/runs/{run.pk}/report/", {"report": json.dumps(REPORT)}).text
    for name in WHAT_IF.also:
        assert f"<p><b>{LABELS[name]}</b> <samp>" in html


def test_only_the_page_of_a_foreign_origin_may_have_a_frame(client, lesson):
    with_frame = client.get(f"{LIVE}?what_if=foreign_origin").headers["Content-Security-Policy"]
    assert "frame-src 'self'" in with_frame
    assert "frame-src" not in client.get(LIVE).headers["Content-Security-Policy"]
    frame = client.get("/live/foreign/").headers
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_a_visitor_who_only_looks_at_what_ifs_gets_no_row(client, lesson):
    for query in ("?diagnose", "?what_if=blocking", "?what_if=blocking&recorded", "?what_if=unknown"):
        assert client.get(f"{LIVE}{query}").status_code == 200
    assert not Learner.objects.exists()


def test_a_recorded_run_says_which_option_is_right_and_the_page_links_its_terms(client, lesson):
    page = client.get(f"{LIVE}?what_if=blocking&recorded").text
    said = page[page.index('id="recorded"') :]
    right = recorded_what_if(lesson, what_ifs_of("chat")["blocking"]).right
    assert [option.claims["neighbor"] for option in right] == ["stands still"]
    assert right[0].text in said
    assert 'href="/glossary/#size-limit"' in page
    assert 'href="/glossary/#origin"' in client.get(f"{LIVE}?what_if=foreign_origin").text


def test_queries_do_not_grow_with_what_was_answered(visitor, django_assert_max_num_queries):
    for _ in range(5):
        run = ended_run(visitor.mystery)
        WhatIfAnswer.objects.create(run=run, answers={"option": "1"}, graded_at=timezone.now())
    with django_assert_max_num_queries(22):
        html = visitor.get(f"{LIVE}?diagnose").text
    assert len(re.findall(r'href="/live/runs/', html)) == 5


def test_one_learner_does_not_take_every_worker(client, lesson):
    client.get(LIVE)
    start = "/live/django-channels/websocket-support/what-if/blocking/"
    said = {"option": "1", "disconnect": "yes"}
    for _ in range(3):
        assert client.post(start, said, headers=HTMX).status_code == 200
    Run.objects.update(opened_at=timezone.now())
    refused = client.post(start, said, headers=HTMX)
    assert refused.status_code == 429
    assert "All 3 places that you can have for what-ifs are taken." in refused.text
