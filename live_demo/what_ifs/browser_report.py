"""What the browser's own script has measured of a run, as the page posts it. Bounded, believed only so far:
where the server knows, its record counts (`live_demo.what_ifs.observations`)."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class BrowserReport(BaseModel):
    """`events` in their order; `states` the values of readyState that were met; `waited` the longest time in
    milliseconds from a message to the next reply; `answer` the last message that came."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    events: Annotated[list[Literal["open", "message", "error", "close"]], Field(max_length=1000)]
    states: Annotated[list[Annotated[int, Field(ge=0, le=3)]], Field(max_length=8)] = []
    code: Annotated[int, Field(ge=1000, le=4999)] | None = None
    clean: bool = False
    answer: Annotated[str, Field(max_length=200)] = ""
    waited: Annotated[float, Field(ge=0, le=1e7)] = 0
