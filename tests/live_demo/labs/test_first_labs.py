"""The labs of lessons two, three and four do on both servers what these lessons say."""

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.live_demo.watching import read_until, record


@pytest.fixture(params=["daphne", "uvicorn"])
def server(request):
    return request.getfixturevalue(request.param)


async def run_of(learner, lesson, path, *messages):
    """The replies, the code with which the server closed if it did, and the run's points."""
    ticket, run_id = learner.start_run(f"django-channels/{lesson}")
    replies, code = [], None
    async with learner.open(f"/ws/lab/{ticket}/{path}") as lab:
        try:
            for message in messages:
                await lab.send(message)
                replies.append(await lab.recv())
            await lab.close(1000)
        except ConnectionClosed as error:
            code = error.rcvd.code
    async with learner.watch(ticket) as watch:
        await read_until(watch, "Replay this run")
    return replies, code, record(learner, run_id)["points"]


@pytest.mark.parametrize(
    ("path", "reply"),
    [
        ("rooms/python/", "python, message 1: hello"),
        ("rooms/python/?lang=en", "python, message 1: hello"),
        ("rooms/help/", "Somebody will help you soon."),
    ],
)
async def test_the_first_route_that_matches_gets_the_socket(server, path, reply):
    with server.learner() as learner:
        replies, _, _ = await run_of(learner, "routing", path, "hello")
    assert replies == [reply]


async def test_each_connection_of_a_room_has_a_consumer_of_its_own(server):
    with server.learner() as learner:
        for _ in range(2):
            replies, _, points = await run_of(learner, "routing", "rooms/python/", "hello")
            assert replies == ["python, message 1: hello"]
            assert points[-1]["attributes"] == {"room": "'python'", "count": "1"}


@pytest.mark.parametrize("path", ["rooms/python", "Rooms/python/", "rooms/python/chat/", "nowhere/"])
async def test_a_path_without_a_route_is_an_error_and_the_request_is_seen(server, path):
    with server.learner() as learner:
        ticket, run_id = learner.start_run("django-channels/routing")
        with pytest.raises(InvalidStatus) as refused:
            async with learner.open(f"/ws/lab/{ticket}/{path}"):
                pass
        assert refused.value.response.status_code == 500
        async with learner.watch(ticket) as watch:
            await read_until(watch, "Replay this run")
        request, error, answer = record(learner, run_id)["points"]
    assert request["frame"]["label"] == f"GET /ws/lab/…/{path} Upgrade: websocket"
    assert request.get("step") == (1 if "rooms/python/" in path else None)  # what row 1 is about
    assert error["error"] == f"ValueError: No route found for path '{path}'."
    assert error["shown"]["now"]["sentence"].startswith("The application raised ValueError: No route found")
    assert answer["frame"] == {
        "to": "browser",
        "kind": "refuse",
        "label": "HTTP 500",
        "code": 500,
        "by": "server",
    }


async def test_the_door_closes_with_its_own_code_and_is_told_it(server):
    with server.learner() as learner:
        replies, code, points = await run_of(
            learner, "accept-refuse-close", "door/ada/", "hello", "bye", "too late"
        )
    assert replies == ["you may stay", "you said bye, so I close"]
    assert code == 4000
    assert [point["step"] for point in points if "step" in point] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert points[-1]["attributes"] == {"state": "'gone'", "close_code": "4000"}


async def test_who_says_bye_at_once_skips_the_rows_of_hello(server):
    with server.learner() as learner:
        _, _, points = await run_of(learner, "accept-refuse-close", "door/grace/", "bye", "too late")
    assert [point["step"] for point in points if "step" in point] == [1, 2, 5, 6, 7, 8]


async def test_the_door_refuses_and_its_code_is_lost(server):
    with server.learner() as learner:
        ticket, run_id = learner.start_run("django-channels/accept-refuse-close")
        with pytest.raises(InvalidStatus) as refused:
            async with learner.open(f"/ws/lab/{ticket}/door/mallory/"):
                pass
        assert refused.value.response.status_code == 403
        async with learner.watch(ticket) as watch:
            await read_until(watch, "Replay this run")
        assert record(learner, run_id)["points"][-1]["attributes"]["close_code"] == "1006"


async def test_text_and_bytes_come_as_what_they_are(server):
    with server.learner() as learner:
        replies, _, points = await run_of(learner, "frames", "", '{"add": 2}', "é", b"\xc3\xa9", "5", "")
    error = '{"error": "send a number to add"}'
    assert replies == ['{"total": 2}', error, b"\xc3\xa9", error, error]
    steps = [point["step"] for point in points if "step" in point]
    assert steps == [1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 5, 6, 9]
    assert points[-1]["attributes"] == {"kind": "'text'", "size": "0", "total": "2"}


async def test_a_message_over_the_limit_of_this_site_closes_with_4009(server):
    with server.learner() as learner:
        replies, code, _ = await run_of(learner, "frames", "", "x" * 5000)
    assert (replies, code) == ([], 4009)
