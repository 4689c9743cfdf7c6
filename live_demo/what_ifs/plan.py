"""The plan of a run: what the page's script does, and the addresses that it needs."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from live_demo.middleware.cut import CUT_AND_RECONNECT_REQUEST, CUT_REQUEST
from live_demo.runs.models import Run
from live_demo.what_if_definitions import BrowserSide, WhatIf

BY_HAND = BrowserSide(steps=[], beside=True)
"""Of a mystery: the learner does everything. The second socket shows whether the process still answers."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The run, the ticket of its sockets, and the script. A mystery's browser reports nothing."""

    run: Run
    ticket: str
    does: BrowserSide
    is_mystery: bool = False

    @classmethod
    def of(cls, run: Run, ticket: str, what_if: WhatIf, *, by_hand: bool) -> "Plan":
        """The plan of a run of `what_if`.

        `by_hand`: the learner sends and closes. The script only does what the page has no form for, such as
        choosing a subprotocol.
        """
        return cls(
            run, ticket, BrowserSide(**{**dict(what_if.does), "steps": []}) if by_hand else what_if.does
        )

    @property
    def lab_path(self) -> str:
        return f"/ws/lab/{self.ticket}/{self.does.path or ''}"

    @property
    def json(self) -> str:
        return json.dumps(self.as_json())

    def as_json(self) -> dict[str, Any]:
        return {
            **self.does.model_dump(exclude_none=True),
            "deadline": settings.LIVE_DEMO["HANDSHAKE_SECONDS"],
            "cut": CUT_AND_RECONNECT_REQUEST if self.does.comes_back else CUT_REQUEST,
            "seen": "" if self.is_mystery else reverse("what_if_seen", args=[self.run.pk]),
            "neighborPath": f"/ws/lab/{self.ticket}/neighbor/" if self.does.beside else "",
            "reconnectPath": f"/ws/lab/{self.ticket}/reconnect/" if self.does.comes_back else "",
        }
