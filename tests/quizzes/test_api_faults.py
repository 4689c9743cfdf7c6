"""What fails beneath the API, on real engines: a locked file, and a connection that dies in the work."""

import json
import sqlite3
import threading
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.support.servers import LESSON, PATIENCE

TRACK, SLUG = LESSON.split("/")
BODY = {"learner": "ada", "track": TRACK, "lesson": SLUG}


def client_of(server, key):
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=f"{server.url}/api/v1", headers=headers, timeout=PATIENCE, verify=False)


def test_a_read_waits_for_nobody_who_writes(daphne, new_key_of):
    """The first use of a key is noted; while another holds the file, the read is answered without."""
    file = Path(daphne.env["DJANGO_VAR_DIR"]) / "handshake.sqlite3"
    holder = sqlite3.connect(file, isolation_level=None)
    with client_of(daphne, new_key_of(daphne)) as school:
        holder.execute("BEGIN IMMEDIATE")
        try:
            assert school.get("/tracks").status_code == 200
        finally:
            holder.execute("ROLLBACK")
            holder.close()
        assert school.post("/attempts", json=BODY).status_code == 201


def test_a_call_whose_work_dies_leaves_its_key_free_at_once(cluster, new_key_of):
    """The claim of an Idempotency-Key is part of the work: what ends the one ends the other."""
    answers = []
    key = {"Idempotency-Key": "one"}
    with (
        client_of(cluster, new_key_of(cluster)) as school,
        psycopg.connect(cluster.env["DATABASE_URL"]) as holder,
        psycopg.connect(cluster.env["DATABASE_URL"], autocommit=True) as watcher,
    ):
        school.get("/tracks")
        holder.execute("SELECT 1 FROM quizzes_attempt LIMIT 1")
        holder.execute("LOCK TABLE quizzes_storedresponse IN EXCLUSIVE MODE")  # the last that the work writes
        call = threading.Thread(
            target=lambda: answers.append(school.post("/attempts", json=BODY, headers=key))
        )
        call.start()
        waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s"
        while not (found := watcher.execute(waiting, ['INSERT INTO "quizzes_storedresponse"%']).fetchall()):
            assert call.is_alive()
        watcher.execute("SELECT pg_terminate_backend(%s)", found[0])
        call.join(PATIENCE)
        holder.rollback()
        (died,) = answers
        assert (died.status_code, died.json()["type"].rpartition("#")[2]) == (503, "unavailable")
        assert died.headers["Retry-After"] == "2"
        assert "terminating connection" in cluster.log.read_text()
        again = school.post("/attempts", json=BODY, headers=key)
        assert (again.status_code, "Idempotent-Replayed" in again.headers) == (201, False)


@pytest.mark.parametrize("path", ["grade", "grade-batch"])
def test_a_body_in_chunks_is_read_whole_or_refused_and_never_dropped(server, new_key_of, path):
    answers = {"step-that-replies": "b"}
    body = {"answers": answers} if path == "grade" else {"sheets": [{"id": "ada", "answers": answers}]}
    chunks = iter(json.dumps(body).encode().partition(b"step"))
    with client_of(server, new_key_of(server)) as school:
        headers = {"Content-Type": "application/json"}
        response = school.post(f"/quizzes/{LESSON}/{path}", content=chunks, headers=headers)
    if response.status_code == 411:  # no layer in front has gathered the body
        assert response.json()["type"].endswith("#length-missing")
    else:
        assert response.status_code == 200, response.text
        grade = response.json() if path == "grade" else response.json()["sheets"][0]["grade"]
        assert grade["score"] == 1
