"""The what-ifs of the labs: what_ifs.toml beside a lab's consumer, checked when the process starts."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from lessons.folder.faults import FolderError, findings_in, toml_faults
from live_demo.lab import Lab, all_labs, lab_folder, read_lab

ItemName = Literal[
    "status",
    "events",
    "close_code",
    "clean",
    "replies",
    "received",
    "answer",
    "methods",
    "disconnect",
    "beside",
    "waited",
]
Text = Annotated[str, Field(min_length=1, max_length=500)]


class StrictModel(BaseModel):
    """Refuses keys that it does not know, so that a misspelt one is reported."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BrowserStep(StrictModel):
    """One thing that the browser does, `wait` milliseconds after it has got what it awaits of the last one.

    `awaits` is a number of messages, one if unsaid. `connect` opens the socket again; only after a cut.
    """

    text: str | None = None
    hex: str | None = None
    size: Annotated[int, Field(ge=1, le=4_000_000)] | None = None
    close: int | None = None
    cut: bool | None = None
    connect: bool | None = None
    awaits: Annotated[int, Field(ge=0, le=250)] | None = None
    wait: Annotated[int, Field(ge=0, le=5000)] | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        said = (self.text, self.hex, self.size, self.close, self.cut, self.connect)
        if sum(value is not None for value in said) != 1:
            raise ValueError("say one of text, hex, size, close, cut and connect")
        return self


class BrowserSide(StrictModel):
    """What the page does in a run of this what-if. `beside`: it opens the second, healthy socket too."""

    protocols: list[str] = []
    path: str = ""
    origin: Literal["", "null"] = ""
    beside: bool = False
    steps: list[BrowserStep] = [BrowserStep(text="hello"), BrowserStep(close=1000)]

    @model_validator(mode="after")
    def _connects_again_after_a_cut(self) -> Self:
        again = [number for number, step in enumerate(self.steps) if step.connect]
        if len(again) > 1 or any(not number or not self.steps[number - 1].cut for number in again):
            raise ValueError("connect comes once, and follows a cut")
        return self

    @property
    def comes_back(self) -> bool:
        """Whether the browser connects again in the same run."""
        return any(step.connect for step in self.steps)


class Option(StrictModel):
    """A possible answer. It is right where the run agrees with all of `claims`: {item: value}."""

    text: Text
    reason: Text
    claims: Annotated[dict[ItemName, str], Field(min_length=1)]


class WhatIf(StrictModel):
    """One what-if of a lab. `also` are further items that the learner is asked for.

    `file` is the module that runs in place of consumer.py, `does` the script of the browser, `differs` what
    another server does, and `mystery` whether Diagnose may pick it.
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
    does: BrowserSide = BrowserSide()

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
    """Read every what_ifs.toml and the files that it names. Raises `FolderError` for an invalid one."""
    for lab in all_labs():
        for what_if in what_ifs_of(lab).values():
            what_if.lab_of(lab)


def _read(file: Path) -> Mapping[str, WhatIf]:
    text = file.read_text(encoding="utf-8")
    try:
        found = {each.name: each for each in _File.model_validate(tomllib.loads(text)).what_if}
    except ValidationError as error:
        raise FolderError(toml_faults(file, text, findings_in(error))) from error
    missing = [name for name, each in found.items() if not (file.parent / f"{each.file}.py").is_file()]
    if missing:
        key = ("what_if", list(found).index(missing[0]), "file")
        raise FolderError(toml_faults(file, text, [(key, f"there is no {found[missing[0]].file}.py")]))
    return found
