"""'Why?' names the line that made the difference, also where the consumer of another client ran it."""

import asyncio

import pytest

from lessons.script.language import ScriptRow, all_connecting
from live_demo.challenges.definition import challenges_of
from live_demo.challenges.judged_page import line_at
from live_demo.challenges.judged_run import Connection, with_lines
from live_demo.challenges.judging import run_test
from live_demo.challenges.verifying import verifying_workers
from live_demo.explain.cause import cause_of
from live_demo.explain.compare import Difference, Side, first_difference
from live_demo.explain.explanation import nearest
from live_demo.trace.point import Frame, TracePoint

CHALLENGE = challenges_of("groups")["others-not-sender"]
[OTHERS] = [test for test in CHALLENGE.tests if test.name == "others"]
BY_HAND = CHALLENGE.right["list_of_members"].replace("send(text_data)", 'send(f"somebody: {text_data}")')
OWN = {name: CHALLENGE.wrong[name] for name in ("echo", "no_handler", "changes_it")} | {"by_hand": BY_HAND}


@pytest.fixture(scope="module")
def played():
    """{name: the result of its code, and that of the right solution which is nearest to it}."""

    async def play():
        workers = verifying_workers()

        async def both(code):
            drawn = OTHERS.draw()
            right = nearest(code, CHALLENGE.right.values())
            results = [await run_test(OTHERS, each, workers, pings=5, drawn=drawn) for each in (code, right)]
            return drawn, code, right, *results

        try:
            return dict(zip(OWN, await asyncio.gather(*map(both, OWN.values())), strict=True))
        finally:
            workers.fork_server.close()

    return asyncio.run(play())


def cause_in(played, name):
    drawn, code, right, own, other = played[name]
    number = own.connections.index(next(each for each in own.connections if each.client == 2)) + 1
    points = [with_lines(each.connections[number - 1].points) for each in (own, other)]
    difference = first_difference(*points)
    return cause_of(
        difference, number, all_connecting(drawn.rows), own.connections, points[1], code, right
    ), points[0]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("echo", "await self.send(text_data)"),
        ("no_handler", 'event = {"type": "chat.message", "text": text_data, "sender": self.channel_name}'),
        (
            "changes_it",
            'event = {"type": "room.message", "text": f"somebody: {text_data}", "sender": self.channel_name}',
        ),
    ],
)
def test_what_client_2_lacks_is_laid_on_the_line_that_ran_for_client_1(played, name, line):
    cause, _ = cause_in(played, name)
    assert (cause.client, cause.did, cause.number) == (1, "sent a message", 1)
    assert cause.is_other
    assert [each.text for each in cause.lines] == [line]
    assert played[name][1].splitlines()[cause.lines[0].line - 1].strip() == line


def test_a_frame_that_the_consumer_of_another_client_has_sent_is_laid_on_its_line(played):
    _, points = cause_in(played, "by_hand")
    frame = next(point for point in points if point.frame and point.frame.kind == "text")
    line = line_at(points, frame.number, BY_HAND)
    assert line.text == 'await member.send(f"somebody: {text_data}")'
    assert line.did == "sent this while it ran for another client"
    accept = next(point for point in points if point.event == "websocket.accept")
    assert line_at(points, accept.number, BY_HAND).did == "sent this"


def test_a_consumer_that_never_came_to_its_message_was_kept_from_it_by_the_client_before():
    rows = [
        ScriptRow(do="connect", client=1),
        ScriptRow(do="connect", client=2),
        ScriptRow(do="send", client=1, text="slow"),
        ScriptRow(do="send", client=2, text="ping"),
        ScriptRow(do="await", client=2, text="pong"),
    ]
    code, right = "a = 1\ntime.sleep(9)\n", "a = 1\nawait asyncio.sleep(9)\n"

    def connection(client, *lines):
        upgrade, text = Frame("server", "upgrade", "GET"), Frame("server", "text", "text")
        points = [TracePoint(1, 1, "asgi", "websocket.connect", frame=upgrade)]
        points.append(TracePoint(2, 2, "code", "line", line=1))
        points.append(TracePoint(3, 3, "asgi", "websocket.receive", frame=text))
        points += [TracePoint(4, 4, "code", "line", line=line) for line in lines]
        return Connection(client, points)

    pong = Frame("browser", "text", 'text "pong"')
    reference = [TracePoint(1, 1, "asgi", "websocket.send", frame=pong)]
    difference = Difference("Frame 2", Side("nothing", 3), Side(pong.label, 1), None, pong)

    def cause(second):
        return cause_of(difference, 2, rows, [connection(1, 1, 2), second], reference, code, right)

    kept = cause(connection(2))
    assert (kept.client, kept.is_other, [each.text for each in kept.lines]) == (1, True, ["time.sleep(9)"])
    assert cause(connection(2, 1)) is None, "its own consumer has run for it"
