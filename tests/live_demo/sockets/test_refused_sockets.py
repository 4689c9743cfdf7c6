"""Lab and watch socket refuse whoever has no right to a run, on real servers."""

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.support.servers import LESSON


@pytest.mark.parametrize("origin", ["http://evil.example", None, "null"])
async def test_a_foreign_or_missing_origin_is_refused_on_both_sockets(server, origin):
    with server.learner() as learner:
        ticket, _ = learner.start_run()
        for path in (f"/ws/lab/{ticket}/", f"/ws/watch/{ticket}/"):
            with pytest.raises(InvalidStatus, match="403"):
                await learner.open(path, origin=origin)


async def test_a_run_is_refused_to_another_learner(server):
    with server.learner() as owner, server.learner() as thief:
        ticket, run_id = owner.start_run()
        thief.start_run()
        with pytest.raises(InvalidStatus, match="403"):
            await thief.lab(ticket)
        async with thief.watch(ticket) as watch:
            assert "belongs to another learner" in await watch.recv()
            with pytest.raises(ConnectionClosed) as closed:
                await watch.recv()
        assert closed.value.rcvd.code == 4003
        async with owner.lab(ticket):
            pass
        assert thief.get(f"/live/runs/{run_id}/").status_code == 404
        assert thief.get(f"/live/runs/{run_id}.json").status_code == 404
        assert owner.get(f"/live/runs/{run_id}/").status_code == 200


async def test_a_tampered_ticket_is_refused(server):
    with server.learner() as learner:
        ticket, _ = learner.start_run()
        with pytest.raises(InvalidStatus, match="403"):
            await learner.lab(ticket[:-2] + ("aa" if ticket[-2:] != "aa" else "bb"))


async def test_a_ticket_opens_one_lab_socket_only(server):
    with server.learner() as learner:
        ticket, _ = learner.start_run()
        async with learner.lab(ticket):
            with pytest.raises(InvalidStatus, match="403"):
                await learner.lab(ticket)


async def test_an_unknown_path_is_refused_without_an_error_in_the_log(server):
    with server.learner() as learner:
        learner.start_run()
        with pytest.raises(InvalidStatus, match="403"):
            await learner.open("/ws/nothing/here/")
    assert "No route found for path 'ws/nothing" not in server.log.read_text()


def test_runs_are_limited_to_so_many_a_minute(server):
    with server.learner() as learner:
        token = learner.csrf_token()
        headers = {"HX-Request": "true", "X-CSRFToken": token}
        answers = [learner.post(f"/live/{LESSON}/runs/", headers=headers) for _ in range(21)]
        assert [answer.status_code for answer in answers] == [200] * 20 + [429]
        assert "20 runs in a minute" in answers[-1].text


def test_a_run_cannot_be_started_without_the_csrf_token(server):
    with server.learner() as learner:
        assert learner.post(f"/live/{LESSON}/runs/", headers={"HX-Request": "true"}).status_code == 403
