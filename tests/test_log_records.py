"""No log has a whole ticket, whoever writes it."""

import io
import logging

import pytest
from django.contrib.auth.models import User
from django.core.signing import dumps

from tutorial.log_records import RefusalsInOneLine

TICKET = dumps(["0" * 32, "1" * 32], salt="a test")
PATH = f"/ws/lab/{TICKET}/"


@pytest.fixture
def log():
    """A logger with a handler of its own, as a server has it, and what it has written."""
    logger, written = logging.Logger("server"), io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(message)s %(args)s"))
    logger.addHandler(handler)
    logger.written = written
    return logger


def is_shortened(text):
    return TICKET not in text and f"/ws/lab/{TICKET[:6]}…" in text


def test_a_message_has_no_whole_ticket(log):
    log.warning('%s - "WebSocket %s" [accepted]', "127.0.0.1:5", PATH)
    log.warning(f"WSCONNECTING {PATH}")
    assert is_shortened(log.written.getvalue())


def test_a_traceback_has_no_whole_ticket(log):
    try:
        raise ValueError(f"No route found for path {PATH.removeprefix('/')!r}.")
    except ValueError:
        log.exception("Exception inside application", stack_info=True)
    text = log.written.getvalue()
    assert "Traceback" in text
    assert TICKET not in text
    assert f"ws/lab/{TICKET[:6]}…" in text


def test_what_names_no_ticket_stays_as_it_is(log):
    log.warning("Not Found: %s %d %s", "/learn/lab/ws/", 5, {"ws": "lab"})
    assert "Not Found: /learn/lab/ws/ 5 {'ws': 'lab'}" in log.written.getvalue()


def test_a_long_text_loses_its_middle(log):
    log.warning("The field %s cannot be referenced.", "9" * 5000)
    log.warning(f"The field {'9' * 5000} cannot be referenced.")
    try:
        raise ValueError("9" * 50_000)
    except ValueError:
        log.exception("Failed")
    text = log.written.getvalue()
    assert len(text) < 30_000
    assert "3,000 characters left out" in text
    assert text.count("cannot be referenced.") == 2


@pytest.mark.django_db
def test_what_a_refused_request_says_begins_no_line(client, caplog):
    caplog.handler.addFilter(RefusalsInOneLine())
    admin = User.objects.create_superuser("root")
    client.force_login(admin)
    assert (
        client.get("/admin/auth/user/", {"_to_field": "a\r\nERROR x: forged\u2028" * 1000}).status_code == 400
    )
    (record,) = (each for each in caplog.records if each.name.startswith("django.security"))
    assert len(record.getMessage().splitlines()) == 1
    assert len(record.getMessage()) < 3_000
    assert record.getMessage().isprintable()


def test_a_server_logs_a_ticket_shortened(daphne):
    """A GET of a socket's address is a page that is not there, of which Django warns."""
    with daphne.learner() as learner:
        assert learner.get(PATH).status_code == 404
    log = daphne.log.read_text()
    assert f"/ws/lab/{TICKET[:6]}…" in log
    assert TICKET not in log
