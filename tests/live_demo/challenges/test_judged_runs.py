"""A verdict opens the judged run at the frame that broke the promise, beside what was expected."""

import asyncio
from types import SimpleNamespace

import pytest

from live_demo.challenges.definition import ChallengeTest, challenges_of
from live_demo.challenges.judge_thread import store
from live_demo.challenges.judged_run import MAX_BYTES, Connection
from live_demo.challenges.judging import run_test
from live_demo.challenges.models import MAX_TRACES, ChallengeAttempt
from live_demo.challenges.verifying import verifying_workers
from live_demo.explain import views as explain_views
from live_demo.trace.point import TracePoint, points_in
from tests.live_demo.challenges.own_state import CODE, PAGE

pytestmark = pytest.mark.usefixtures("judge")
SHOUTS = """
from channels.generic.websocket import AsyncWebsocketConsumer

class Shouts(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()

    async def receive(self, text_data=None, bytes_data=None):
        if text_data == "boom":
            raise ValueError(text_data)
        if text_data == "odd":
            await self.channel_layer.send(self.channel_name, {"type": "nobody.has"})
        if text_data == "bye":
            await self.close(4000)
        elif text_data != "quiet":
            await self.send(text_data=text_data.upper())
"""
TWO = [{"do": "connect", "client": 1}, {"do": "connect", "client": 2}]
SAYS = {"do": "send", "client": 2, "text": "hello"}
BROKEN = {
    "other-text": (
        [*TWO, SAYS, {"do": "await", "client": 2}, SAYS, {"do": "await", "client": 2, "text": "hello"}],
        (2, "'hello'", "'HELLO'", 'text "HELLO"'),
    ),
    "silence": (
        [*TWO, {**SAYS, "text": "quiet"}, {"do": "await", "client": 2, "text": "hello"}],
        (2, "'hello'", "nothing", None),
    ),
    "code": (
        [*TWO, {**SAYS, "text": "bye"}, {"do": "await", "client": 2, "close": 4001}],
        (2, "close 4001", "close 4000", "close 4000"),
    ),
    "open": (
        [{"do": "connect", "refused": 403}],
        (1, "refused with 403", "accepted", "101 Switching Protocols"),
    ),
    "outside": ([*TWO, {**SAYS, "text": "odd"}], (2, "no exception", "an exception", None)),
    "raises": ([*TWO, {**SAYS, "text": "boom"}], (2, "no exception", "an exception", None)),
}


def judged(tests):
    async def run():
        workers = verifying_workers()
        try:
            return await asyncio.gather(*(run_test(test, SHOUTS, workers, pings=5) for test in tests))
        finally:
            workers.fork_server.close()

    return asyncio.run(run())


@pytest.fixture(scope="module")
def results():
    tests = [
        ChallengeTest.model_construct(name=name, promise="p", script=script, values={})
        for name, (script, _) in BROKEN.items()
    ]
    return {result.name: result for result in judged(tests)}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_promise_names_its_frame_and_what_was_expected(results, name):
    result, (connection, expected, came, label) = results[name], BROKEN[name][1]
    assert (result.connection, result.expected, result.came) == (connection, expected, came)
    points = points_in(result.traces[connection - 1]["trace"])
    place = points[result.point - 1]
    assert (place.frame.label if place.frame else None) == label
    assert any(point.line for point in points), "the lines of every connection are recorded"
    if name == "other-text":
        assert [point.number for point in points if point.frame][5] == result.point
    if name == "raises":
        assert place.event == "exception"


def test_the_verdict_opens_the_run_at_the_line_that_broke_the_promise(builder, results):
    builder.post(f"{PAGE}check/", {"source": SHOUTS})
    attempt = ChallengeAttempt.objects.get()
    result = results["other-text"]
    store(attempt.pk, [result])
    address = f"/live/attempts/{attempt.pk}/other-text/2/"
    verdict = builder.get(f"{PAGE}?attempt={attempt.pk}").content.decode()
    assert f'href="{address}?point={result.point}#replay">Show it in the run</a>' in verdict
    page = builder.get(f"{address}?point={result.point}").content.decode()
    assert f'id="point-{result.point}"' in page
    assert "Client 2 got &#x27;HELLO&#x27;. It should have got &#x27;hello&#x27;." in page
    sends = SHOUTS.splitlines().index("            await self.send(text_data=text_data.upper())") + 1
    assert f"Line {sends} sent this: <code>await self.send(text_data=text_data.upper())</code>" in page
    assert f'<li id="line-{sends}" aria-current="step">' in page
    assert f'data-broken="{result.point}">' in page
    assert f'data-broken="{result.point}" hidden>' in builder.get(f"{address}?point=1").content.decode()
    other = builder.get(f"/live/attempts/{attempt.pk}/other-text/1/").content.decode()
    assert "data-broken" not in other
    for wrong in (f"/live/attempts/{attempt.pk}/other-text/3/", f"/live/attempts/{attempt.pk}/none/1/"):
        assert builder.get(wrong).status_code == 404
    assert builder.__class__().get(address).status_code == 404
    silence = judged_page_of(builder, results["silence"])
    assert "Line 15 ran last for this client, and nothing more was sent to it" in silence
    assert '<li id="line-15" aria-current="step">' in silence


def test_an_exception_of_channels_is_laid_on_no_line(builder, results):
    builder.post(f"{PAGE}check/", {"source": SHOUTS})
    page = judged_page_of(builder, results["outside"])
    assert "ran last, and no line of yours raised the exception" in page
    assert "The application raised ValueError: No handler for message type nobody.has. No other" in page
    raising = judged_page_of(builder, results["raises"])
    assert "Line 10 raised the exception: <code>raise ValueError(text_data)</code>" in raising


def judged_page_of(builder, result):
    attempt = ChallengeAttempt.objects.get()
    attempt.results, attempt.traces = [result.as_json()], {result.name: result.traces}
    attempt.save()
    address = f"/live/attempts/{attempt.pk}/{result.name}/{result.connection}/"
    return builder.get(f"{address}?point={result.point}").content.decode()


def test_why_lets_a_right_solution_serve_the_same_clients(builder, monkeypatch):
    challenge = challenges_of("chat")["own-state"]
    wrong = challenge.wrong["shared_list"]
    test = next(each for each in challenge.tests if each.name == "two-connections")

    def result(work, seconds, *whose):
        async def done():
            workers = verifying_workers()
            try:
                return await work(workers)
            finally:
                workers.fork_server.close()

        return asyncio.run(done())

    monkeypatch.setattr(explain_views, "judge", lambda: SimpleNamespace(result=result))
    builder.post(f"{PAGE}check/", {"source": wrong})
    attempt = ChallengeAttempt.objects.get()
    store(attempt.pk, [result(lambda workers: run_test(test, wrong, workers, pings=5), 60)])
    [broken] = ChallengeAttempt.objects.get().results
    address = f"/live/attempts/{attempt.pk}/two-connections/{broken['connection']}/"
    assert f'action="{address}why/"' in builder.get(address).content.decode()
    page = builder.post(f"{address}why/", {"point": broken["point"]}).content.decode()
    drawn = broken["rows"][4]["text"]
    assert f"<code>text &quot;2: {drawn}&quot;</code>" in page
    assert f"<code>text &quot;1: {drawn}&quot;</code>" in page
    own, other = (f"&quot;{number}: &quot; followed by its own message" for number in (2, 1))
    assert f"Your code sent this client {own}. A right solution sends {other} here." in page
    line = wrong.splitlines().index('        await self.send(f"{len(self.messages)}: {text_data}")') + 1
    assert f'#replay">Line {line}</a> of your code sent this:' in page
    assert page.count('<table class="execution">') == 1
    assert builder.__class__().post(f"{address}why/").status_code == 404


def test_instructors_replay_a_run_only_while_its_learner_allows_it(builder, admin_client, results):
    builder.post(f"{PAGE}check/", {"source": CODE})
    attempt = ChallengeAttempt.objects.get()
    store(attempt.pk, [results["code"]])
    desk = f"/admin/challenges/{attempt.standing.lesson_id}/own-state/"
    pages = [f"{desk}attempts/{attempt.pk}/", f"{desk}attempts/{attempt.pk}/code/2/"]
    link = f'href="{pages[0]}"'

    def seen():
        return [
            link in admin_client.get(desk).content.decode(),
            *(admin_client.get(page).status_code == 200 for page in pages),
        ]

    assert seen() == [False, False, False]
    profile = builder.get("/account/").content.decode()
    assert "<b>Off.</b> Instructors see the code that you had checked in challenges" in profile
    builder.post("/live/code-consent/", {"allow": "yes"})
    assert "<b>On.</b>" in builder.get("/account/").content.decode()
    assert seen() == [True, True, True]
    assert "Here the promise broke." in admin_client.get(pages[1]).content.decode()
    assert builder.get("/account/data.json").json()["consents"][0]["given_at"]
    assert builder.get(pages[0]).status_code == 302
    builder.post("/live/code-consent/", {"allow": "no"})
    assert seen() == [False, False, False]


def test_only_the_latest_attempts_keep_their_runs(builder, results):
    for _ in range(MAX_TRACES + 1):
        builder.post(f"{PAGE}check/", {"source": CODE})
        store(ChallengeAttempt.objects.first().pk, [results["code"]])
    assert [bool(each.traces) for each in ChallengeAttempt.objects.all()] == [True] * MAX_TRACES + [False]


def test_the_record_of_a_connection_is_bounded():
    connection = Connection(1)
    for number in range(1, 2_000):
        connection.take(TracePoint(number, number, "code", "line", line=1, locals={"x": "y" * 100}))
    kept = connection.as_json()["trace"]
    assert 0 < len(kept) < 1_000
    assert len(str(kept)) <= MAX_BYTES * 1.1
    assert len(points_in(kept)) == len(kept)
