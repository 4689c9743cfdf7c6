"""What-ifs without a socket: their files, answers and mysteries; who may see and keep what."""

import json
import re

import pytest
from django.utils import timezone

from lessons.folder.faults import FolderError
from lessons.models import Learner
from live_demo.lab import all_labs
from live_demo.runs.models import Run
from live_demo.trace.recorder import Recorder
from live_demo.view.masking import masked
from live_demo.view.sentences import sentence
from live_demo.what_if_definitions import _read, what_ifs_of
from live_demo.what_ifs.diff import diff
from live_demo.what_ifs.forms import AnswerForm
from live_demo.what_ifs.grading import grade, true_options
from live_demo.what_ifs.models import WhatIfAnswer
from live_demo.what_ifs.observations import LABELS, Item
from live_demo.what_ifs.reasons import why
from live_demo.what_ifs.recorded import recorded_what_if
from live_demo.workers.protocol import Unpacker, WireError, packed, rebuilt
from tests.live_demo.what_ifs.mysteries import HTMX, LIVE, REPORT, ended_run
from tests.support.servers import ROOT

WHAT_IF = what_ifs_of("chat")["close_in_connect"]


def test_what_travels_between_the_processes_arrives_whole_in_any_pieces():
    messages = [{"socket": 0, "event": {"bytes": b"\x00\xff", "text": None}}, {"pong": 1}]
    data = b"".join(map(packed, messages))
    for size in (1, 3, len(data)):
        unpacker = Unpacker()
        pieces = [data[start : start + size] for start in range(0, len(data), size)]
        assert [message for piece in pieces for message in unpacker.feed(piece)] == messages


def test_a_message_without_bounds_is_not_read():
    with pytest.raises(WireError):
        list(Unpacker().feed(b"\xff\xff\xff\xff"))


def test_an_exception_is_raised_again_as_what_it_was():
    assert type(rebuilt({"type": "ValueError", "text": "no"})) is ValueError
    assert type(rebuilt({"type": "ChannelFull", "text": ""})).__name__ == "ChannelFull"
    assert isinstance(rebuilt({"type": "SystemExit", "text": ""}), Exception)


@pytest.mark.parametrize("lab", all_labs())
def test_a_mystery_has_more_than_two_causes(lab):
    assert sum(each.mystery for each in what_ifs_of(lab).values()) >= 3 or not what_ifs_of(lab)


@pytest.mark.parametrize("lab", all_labs())
def test_no_question_of_a_what_if_gives_another_one_away(lab):
    for what_if in what_ifs_of(lab).values():
        claimed = {name for option in what_if.options for name in option.claims}
        assert not claimed & {*what_if.also}, what_if.name
        texts = " ".join(option.text for option in what_if.options)
        assert not ("disconnect" in what_if.also and "disconnect()" in texts), what_if.name
        assert not ("close_code" in what_if.also and re.search(r"\b[134]\d{3}\b", texts)), what_if.name


def test_a_masked_point_tells_nothing_that_no_browser_sees():
    recorder = Recorder([])
    recorder.notice("worker.answers", {"seconds": "3.0"})
    recorder.notice("worker.died", {"how": "signal 9"})
    answers, died = map(masked, recorder.points)
    assert sentence(answers, all_labs()["chat"]) == "Something happens in the hidden code."
    assert "signal 9" in sentence(died, all_labs()["chat"])


@pytest.mark.parametrize(
    ("lab", "name"),
    [(lab, name) for lab in all_labs() for name, each in what_ifs_of(lab).items() if each.file != "consumer"],
)
def test_a_difference_holds_the_whole_file_and_what_the_base_has_instead(lab, name):
    source = what_ifs_of(lab)[name].lab_of(lab).source
    lines = diff(all_labs()[lab].source, source)
    assert [line.number for line in lines if line.number] == list(range(1, len(source.splitlines()) + 1))
    assert any(line.change for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('name = "blocking"', 'nam = "blocking"', r"what_ifs.toml:\d+: what_if\[\d+\].nam: unknown key"),
        (
            'file = "blocking"',
            'file = "blocked"',
            r"what_ifs.toml:\d+: what_if\[\d+\].file: there is no blocked.py",
        ),
        (
            'hex = "00ff"',
            'hex = "00ff", text = "hello"',
            r"what_ifs.toml:\d+: what_if\[\d+\].script\[1\]: a message is text, hex or size: say one of them",
        ),
        (
            '{ do = "cut" }',
            '{ do = "close" },\n    { do = "connect" }',
            "connect again comes once, and follows a cut",
        ),
        ("subprotocols =", "protocols =", r"what_if\[\d+\].script\[1\].protocols: unknown key"),
        ('do = "cut"', 'do = "cut", client = 2', r"script: row 3: client 2 is not connected yet"),
        ('Origin = "null"', 'Cookie = "a=b"', "a page sets no header"),
        (
            'path = "chats/" },\n    { do = "send", text = "hello" },\n    { do = "await" },\n    { do =',
            'path = "chats/", refused = 500 },\n    { do = "wait", ms = 1 },\n    # { do =',
            "its run decides",
        ),
        (
            '{ do = "send", hex = "00ff" }',
            '{ hex = "00ff" }',
            r"script\[1\].hex: 'hex' now belongs to do = \"send\"",
        ),
        ('{ do = "cut" }', "{ cut = true }", r"script\[3\].cut: 'cut = true' is now do = \"cut\""),
        ('{ do = "cut" }', "{ close = 1000 }", r"script\[3\].close: 'close' is now do = \"close\" with code"),
        ('hex = "00ff"', 'hex = "00ff", awaits = 0', r"script\[1\].awaits: 'awaits' is now a row of its own"),
        ("script = [", "[what_if.does]\nsteps = [", r"what_if\[\d+\].does: 'does' is now script"),
        ('neighbor = "echo"', "beside = true", r"what_if\[\d+\].beside: 'beside = true' is now neighbor ="),
        ('neighbor = "goes on"', 'beside = "goes on"', r"'beside' is now called 'neighbor'"),
    ],
)
def test_a_faulty_file_of_what_ifs_is_named_with_line_and_key(tmp_path, old, new, fault):
    shipped = ROOT / "live_demo" / "labs" / "chat"
    for file in shipped.glob("*.py"):
        (tmp_path / file.name).write_text(file.read_text())
    faulty = tmp_path / "what_ifs.toml"
    faulty.write_text((shipped / "what_ifs.toml").read_text().replace(old, new))
    with pytest.raises(FolderError, match=fault):
        _read(faulty)


def test_the_run_decides_which_option_is_right_and_what_was_measured_in_the_browser_says_so():
    items = {
        "status": Item("status", "403", 7),
        "close_code": Item("close_code", "1006"),
        "disconnect": Item("disconnect", "yes", 11),
    }
    assert [option.claims["close_code"] for option in true_options(WHAT_IF, items)] == ["1006"]
    grades = grade(WHAT_IF, {"option": "2", "close_code": " 1006", "disconnect": "no"}, items)
    assert [(each.verdict, each.point) for each in grades] == [("right", 7), ("wrong", 11)]


def test_what_the_browser_has_not_told_is_not_held_against_anybody():
    grades = grade(WHAT_IF, {"option": "0", "close_code": "1", "disconnect": "yes"}, {})
    assert {each.verdict for each in grades} == {"unmeasured"}


@pytest.mark.parametrize(
    ("item", "others", "reason"),
    [
        (Item("close_code", "1006"), [Item("status", "403", 2)], "The socket never opened"),
        (Item("close_code", "1006"), [Item("status", "101", 2)], "No close frame came"),
        (Item("close_code", "4001"), [], "A close frame came with the code 4001"),
        (Item("disconnect", "no", 9), [Item("methods", "none", 2)], "No consumer was made"),
        (Item("disconnect", "no", 9), [Item("methods", "connect", 2)], "nothing was left to call"),
        (Item("methods", "none", 2), [], "No consumer was made"),
    ],
)
def test_an_item_that_was_graded_says_why_it_is_so(item, others, reason):
    assert reason in why(item.name, {each.name: each for each in [item, *others]})


def test_an_answer_is_complete_or_refused():
    assert not AnswerForm(WHAT_IF, {"option": "1"}).is_valid()
    assert not AnswerForm(WHAT_IF, {"option": "9", "close_code": "1006", "disconnect": "yes"}).is_valid()
    assert AnswerForm(WHAT_IF, {"option": "1", "close_code": "1006", "disconnect": "yes"}).is_valid()


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
