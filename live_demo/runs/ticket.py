"""Tickets: the signed token in the addresses of a run's sockets."""

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import parse_cookie

from lessons.identity import learner_id_in

_SALT = "live_demo.runs.ticket"
_TERMINAL_SALT = "live_demo.runs.terminal"
TERMINAL_SECONDS = 600
"""How long a terminal may open the run of its token. A run is opened once, so a token works once."""


def issue_ticket(run_id: uuid.UUID, learner_id: uuid.UUID) -> str:
    """A ticket with which this learner can open the sockets of this run for `TICKET_SECONDS`."""
    return signing.dumps([run_id.hex, learner_id.hex], salt=_SALT)


def run_of_holder(scope: Any) -> str | None:
    """The run whose ticket is in the address, as hex digits, if the cookie is its learner's; else None.

    `scope` is an ASGI scope whose route has a `ticket`.
    """
    run_id, learner_id = _read(scope["url_route"]["kwargs"]["ticket"])
    return run_id if learner_id and holder_of(scope) == learner_id else None


def holder_of(scope: Any) -> str:
    """The learner whose cookie an ASGI scope has, as hex digits; empty where there is none."""
    learner_id = learner_id_in(_cookies(scope))
    return learner_id.hex if learner_id else ""


def issue_terminal_token(run_id: uuid.UUID) -> str:
    """A token with which a client without cookies can open the lab socket of this run, and nothing else."""
    return signing.dumps(run_id.hex, salt=_TERMINAL_SALT)


def run_of_terminal(scope: Any) -> str | None:
    """The run whose terminal token is in the address, as hex digits; None where it is forged or expired."""
    token = scope["url_route"]["kwargs"]["ticket"]
    try:
        run_id: str = signing.loads(token, salt=_TERMINAL_SALT, max_age=TERMINAL_SECONDS)
    except signing.BadSignature:
        return None
    return run_id


def run_named_by(ticket: str) -> str | None:
    """The run of `ticket` as hex digits; None where it is forged or expired.

    It looks at no cookie, so whoever shows the ticket may not open anything with it.
    """
    return _read(ticket)[0]


def _read(ticket: str) -> tuple[str | None, str | None]:
    """The ids of run and learner as hex digits; None for both where the ticket is forged or expired."""
    try:
        run_id, learner_id = signing.loads(
            ticket, salt=_SALT, max_age=int(settings.LIVE_DEMO["TICKET_SECONDS"])
        )
    except signing.BadSignature:
        return None, None
    return run_id, learner_id


def _cookies(scope: Any) -> dict[str, str]:
    header = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
    return parse_cookie(header.decode("latin1"))
