"""The what-ifs of the labs: what_ifs.toml beside a lab's consumer, checked when the process starts."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from lessons.folder.checked_toml import raise_fault, read_checked
from lessons.script.browser_side import BrowserSide
from lessons.script.language import Rows, ScriptRow
from lessons.script.renamed import refuse
from live_demo.lab import Lab, all_labs, lab_folder, read_lab
from live_demo.what_if_settings import checked, values_in


def _not_beside(name: Any) -> Any:
    if name == "beside":
        raise PydanticCustomError("renamed", "'beside' is now called 'neighbor'")
    return name


ItemName = Annotated[
    Literal[
        "status",
        "events",
        "close_code",
        "clean",
        "replies",
        "received",
        "answer",
        "methods",
        "disconnect",
        "neighbor",
        "waited",
    ],
    BeforeValidator(_not_beside),
]
Text = Annotated[str, Field(min_length=1, max_length=500)]


_OLD_KEYS = {
    "does": (
        "'does' is now script, rows as in lesson.toml: protocols, path and origin are subprotocols, path and "
        "headers of its connect row, steps are its other rows; beside is now neighbor, a key of the what-if"
    ),
    "beside": '\'beside = true\' is now neighbor = "echo", or neighbor = "query" alone',
}


def _playable_by_a_page(rows: list[ScriptRow]) -> list[ScriptRow]:
    """Check that a page can play the rows: one socket, no header, one reconnect after a cut."""
    for number, row in enumerate(rows, start=1):
        if row.client != 1:
            raise ValueError(f'row {number}: a page is client 1; its second socket is neighbor = "echo"')
        if row.refused:
            raise ValueError(f"row {number}: a what-if takes no refused, its run decides")
        if row.headers and row.headers != {"Origin": "null"}:
            raise ValueError(f'row {number}: a page sets no header; all it can have is {{ Origin = "null" }}')
    ends = [row.do for row in rows if row.do == "connect" or row.ends]
    if "connect" in ends[1:] and (ends.count("connect") > 2 or "cut, connect" not in ", ".join(ends)):
        raise ValueError("connect again comes once, and follows a cut")
    return rows


PageRows = Annotated[Rows, AfterValidator(_playable_by_a_page)]


class StrictModel(BaseModel):
    """Refuses keys that it does not know, so that a misspelt one is reported."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(StrictModel):
    """A possible answer. It is right where the run agrees with all of `claims`: {item: value}."""

    text: Text
    reason: Text
    claims: Annotated[dict[ItemName, str], Field(min_length=1)]


class WhatIf(StrictModel):
    """One what-if of a lab. `also` are further items that the learner is asked for.

    `file` is the module that runs in place of consumer.py, `differs` what another server does, and
    `mystery` whether Diagnose may pick it. `script` is what the page does, in the language of
    `lessons.script`; without it, the page sends `hello`, awaits a message and closes with 1000. `neighbor`
    is the second socket that the page opens, if any. It echoes ticks: 'echo' at once, 'query' by way of the
    database thread. `settings` are the Django settings of the run's process, as Python. `deadline` says who
    ends a handshake that stays undecided: this site, or the server as it is shipped
    (`live_demo.middleware.server_deadline`).
    """

    name: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
    group: Text
    title: Text
    changes: Text
    file: str = "consumer"
    browser: str = ""
    ask: Text = "What will the browser see?"
    options: Annotated[list[Option], Field(min_length=2, max_length=6)]
    also: list[ItemName] = []
    differs: str = ""
    mystery: bool = False
    neighbor: Literal["", "echo", "query"] = ""
    settings: Annotated[str, AfterValidator(checked)] = ""
    deadline: Literal["site", "server"] = "site"
    script: PageRows = []

    @model_validator(mode="before")
    @classmethod
    def _has_no_old_keys(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        return refuse(data, {key: reason for key, reason in _OLD_KEYS.items() if key in data})

    @property
    def does(self) -> BrowserSide:
        """What the page does, in full."""
        return BrowserSide.of(self.script, "hello")

    @property
    def asked_for(self) -> set[str]:
        """The names of the items that its options claim, and of those that the learner is asked for."""
        return {name for option in self.options for name in option.claims} | set(self.also)

    @property
    def setup(self) -> dict[str, Any]:
        """What the worker of a run needs besides the file (`live_demo.workers.relay.relay_run`)."""
        return {
            "neighbor": self.neighbor or "echo",
            "settings": values_in(self.settings),
            "waits_for_server": self.deadline == "server",
        }

    def lab_of(self, lab: str) -> Lab:
        """The lab named `lab` as this what-if runs it."""
        return read_lab(lab, self.file)


class _File(StrictModel):
    what_if: list[WhatIf]


@cache
def what_ifs_of(lab: str) -> Mapping[str, WhatIf]:
    """The what-ifs of a lab by their names; none where it has no file. Raises `FolderError`."""
    folder = lab_folder(lab)
    file = folder and folder / "what_ifs.toml"
    return _read(file) if file and file.is_file() else {}


def titles() -> dict[str, str]:
    """The title of every what-if, by its lab and name: 'chat/vanish'."""
    return {f"{lab}/{each.name}": each.title for lab in all_labs() for each in what_ifs_of(lab).values()}


def check_all() -> None:
    """Read every what_ifs.toml. Raises `FolderError` for an invalid one.

    The modules that they name are not imported: one may ask for Django's application, which cannot be had
    while Django starts.
    """
    for lab in all_labs():
        what_ifs_of(lab)


def _read(file: Path) -> Mapping[str, WhatIf]:
    found = {each.name: each for each in read_checked(file, _File).what_if}
    missing = [name for name, each in found.items() if not (file.parent / f"{each.file}.py").is_file()]
    if missing:
        key = ("what_if", list(found).index(missing[0]), "file")
        raise_fault(file, key, f"there is no {found[missing[0]].file}.py")
    return found
