"""Each record of a log begins with its time in UTC, whichever logger of which server writes it."""

import logging
import re
import socket
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.support.servers import PATIENCE
from tutorial.log_lines import TimedLine

LINE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (WARNING|ERROR|CRITICAL) ([\w.]+): (.+)")


@pytest.mark.parametrize(
    ("created", "time"), [(1.8e9 + 0.0629, "08:00:00.062"), (1.8e9 - 0.0001, "07:59:59.999")]
)
def test_the_time_is_that_of_the_record_in_utc(created, time):
    record = logging.LogRecord("a.logger", logging.ERROR, "", 0, "said %d", (3,), None)
    record.created = created
    assert TimedLine().format(record) == f"2027-01-15T{time}Z ERROR a.logger: said 3"


@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
def test_what_django_says_in_a_server_has_its_time(request, server):
    server = request.getfixturevalue(server)
    before = datetime.now(UTC)
    assert (
        httpx.get(f"{server.url}/no-such-page-of-this-test/", timeout=PATIENCE, verify=False).status_code
        == 404
    )
    (line,) = [each for each in server.log.read_text().splitlines() if "/no-such-page-of-this-test/" in each]
    time, level, logger, _ = LINE.fullmatch(line).groups()
    assert (level, logger) == ("WARNING", "django.request")
    milliseconds = timedelta(milliseconds=1)
    assert before - milliseconds <= datetime.fromisoformat(time) <= datetime.now(UTC)


def test_what_uvicorn_itself_says_has_its_time(uvicorn):
    with socket.create_connection(("127.0.0.1", uvicorn.port), timeout=PATIENCE) as client:
        client.sendall(b"this is no HTTP\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 400 ")
    lines = [each for each in uvicorn.log.read_text().splitlines() if "Invalid HTTP request" in each]
    assert lines
    for line in lines:
        assert LINE.fullmatch(line)[3] == "uvicorn.error"
