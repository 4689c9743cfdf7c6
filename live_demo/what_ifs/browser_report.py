"""What the page's script has measured of a run, as the page posts it.

A browser can claim anything: where the server knows the answer, its own record counts
(`live_demo.what_ifs.observations`).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class BrowserReport(BaseModel):
    """One report. All of it is bounded.

    `events` are the events of the socket in their order, `states` the values of readyState in theirs, `code`
    and `clean` come from the close event, `answer` is the last message that came, and `waited` the longest
    time from a message to the next reply, in milliseconds.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    events: Annotated[list[Literal["open", "message", "error", "close"]], Field(max_length=1000)]
    states: Annotated[list[Annotated[int, Field(ge=0, le=3)]], Field(max_length=8)] = []
    code: Annotated[int, Field(ge=1000, le=4999)] | None = None
    clean: bool = False
    answer: Annotated[str, Field(max_length=200)] = ""
    waited: Annotated[float, Field(ge=0, le=1e7)] = 0
