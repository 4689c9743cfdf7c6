"""Bodies: what a client sends is bounded before it is stored, and no thread waits for it."""

import contextlib
import select
import threading

import httpx
import pytest

from tests.serving.raw import answer, connect, head, megabytes, send_until_cut, status
from tests.support.servers import PATIENCE

MIB = 1024 * 1024


def declared(length, path="/"):
    return head("POST", path, f"Content-Length: {length}", "Content-Type: application/x-www-form-urlencoded")


def chunked(path="/"):
    return head("POST", path, "Transfer-Encoding: chunked")


@pytest.mark.parametrize("beginning", [declared(300 * MIB), chunked()])
def test_a_large_body_costs_no_memory(either, beginning):
    before = megabytes(either, "VmHWM")
    with connect(either) as connection:
        connection.sendall(beginning + b"\r\n")
        chunk = b"x" * MIB if b"Length" in beginning else b"100000\r\n" + b"x" * MIB + b"\r\n"
        reader = threading.Thread(target=send_until_cut, args=(connection, chunk), kwargs={"most": 300 * MIB})
        reader.start()
        said = answer(connection)
        reader.join(PATIENCE)
    assert said.startswith("HTTP/1.1 413 ")
    assert "larger than 1 MiB" in said
    assert megabytes(either, "VmHWM") - before < 60


def test_a_body_over_its_limit_is_refused_as_the_address_answers(either):
    with httpx.Client(base_url=either.url, timeout=PATIENCE, verify=False) as client:
        page = client.post("/", content=b"x" * (MIB + 1))
        problem = client.post("/api/v1/quizzes/x/y/grade", content=b"x" * (MIB + 1))
        batch = client.post(
            "/api/v1/quizzes/x/y/grade-batch", content=b"x" * (MIB + 1), headers={"Authorization": "Bearer x"}
        )
    assert (page.status_code, page.headers["content-type"]) == (413, "text/html; charset=utf-8")
    assert (problem.status_code, problem.headers["content-type"]) == (413, "application/problem+json")
    assert problem.json()["detail"].startswith("Your request is larger than 1 MiB")
    assert problem.json()["type"].endswith("body-too-large")
    assert batch.status_code == 401


def test_a_body_with_a_key_is_told_the_limit_of_its_own_address(either):
    headers = {"Authorization": "Bearer x"}
    with httpx.Client(base_url=either.url, headers=headers, timeout=PATIENCE, verify=False) as client:
        for address, limit in (("grade", 1), ("grade-batch", 8)):
            refused = client.post(f"/api/v1/quizzes/x/y/{address}", content=b"x" * (9 * MIB))
            assert refused.status_code == 413
            assert refused.json()["detail"].startswith(f"Your request is larger than {limit} MiB")


def test_a_body_in_chunks_arrives_whole(either):
    with either.learner() as learner:
        fields = f"csrfmiddlewaretoken={learner.csrf_token()}&theme=dark&next=/".encode()
        sent = learner.post(
            "/theme/",
            content=iter([fields[:9], fields[9:]]),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Referer": either.url},
        )
    assert sent.request.headers["transfer-encoding"] == "chunked"
    assert (sent.status_code, sent.cookies["theme"]) == (302, "dark")


def test_clients_that_send_slowly_hold_up_no_page(either):
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            slow = stack.enter_context(connect(either))
            slow.sendall(declared(1000, "/account/sign-in/") + b"\r\nusername=")
        assert httpx.get(either.url, timeout=PATIENCE, verify=False).status_code == 200
        with either.learner() as learner:
            assert learner.start_run()


def test_a_body_that_does_not_come_ends_its_connection(impatient):
    with connect(impatient) as slow:
        slow.sendall(declared(1000) + b"\r\nhalf")
        said = answer(slow)
    assert said == "" or said.startswith("HTTP/1.1 408 ")


def test_large_bodies_share_a_bounded_space_and_small_ones_need_none(impatient):
    with contextlib.ExitStack() as stack:
        large = [stack.enter_context(connect(impatient)) for _ in range(2)]
        for each in large:
            each.sendall(declared(MIB) + b"\r\n" + b"x" * (600 * 1024))
        refused, _, _ = select.select(large, [], [], PATIENCE)
        assert status(refused[0]) == 503
        small = stack.enter_context(connect(impatient))
        small.sendall(declared(5) + b"\r\nsmall")
        assert status(small) == 403  # without a token of CSRF
