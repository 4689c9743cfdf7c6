"""The plan of a run: what the page's script does, and the addresses that it needs."""

import json
from dataclasses import dataclass, replace
from typing import Any, Self

from django.conf import settings
from django.urls import reverse

from lessons.script.browser_side import BrowserSide
from lessons.script.language import ScriptRow
from live_demo.middleware.cut import CUT_AND_RECONNECT_REQUEST, CUT_REQUEST
from live_demo.middleware.server_deadline import server_seconds
from live_demo.runs.models import Run
from live_demo.what_if_definitions import WhatIf


@dataclass(frozen=True, slots=True)
class Plan:
    """The run, the ticket of its sockets, and the script. A mystery's browser reports nothing.

    `has_neighbor`: the page opens the neighbor socket, too.
    """

    run: Run
    ticket: str
    does: BrowserSide
    has_neighbor: bool
    is_mystery: bool = False
    deadline: float | None = settings.LIVE_DEMO["HANDSHAKE_SECONDS"]

    @classmethod
    def of(cls, run: Run, ticket: str, what_if: WhatIf, *, by_hand: bool) -> Self:
        """The plan of a run of `what_if`.

        `by_hand`: the learner sends and closes. The script only does what the page has no form for, such as
        choosing a subprotocol.
        """
        does = BrowserSide([what_if.does.opening]) if by_hand else what_if.does
        plan = cls(run, ticket, does, bool(what_if.neighbor))
        return replace(plan, deadline=server_seconds()) if what_if.deadline == "server" else plan

    @classmethod
    def of_mystery(cls, run: Run, ticket: str) -> Self:
        """The plan of a mystery. The learner does everything. The neighbor shows if the process answers."""
        return cls(run, ticket, BrowserSide([ScriptRow(do="connect")]), has_neighbor=True, is_mystery=True)

    @property
    def lab_path(self) -> str:
        return f"/ws/lab/{self.ticket}/{self.does.opening.path or ''}"

    @property
    def json(self) -> str:
        return json.dumps(self.as_json())

    def as_json(self) -> dict[str, Any]:
        return {
            "script": [row.as_data() for row in self.does.rows],
            "deadline": self.deadline,
            "cut": CUT_AND_RECONNECT_REQUEST if self.does.comes_back else CUT_REQUEST,
            "reportPath": "" if self.is_mystery else reverse("what_if_report", args=[self.run.pk]),
            "neighborPath": f"/ws/lab/{self.ticket}/neighbor/" if self.has_neighbor else "",
            "reconnectPath": f"/ws/lab/{self.ticket}/reconnect/" if self.does.comes_back else "",
        }
