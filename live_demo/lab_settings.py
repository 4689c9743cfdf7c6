"""The lab.toml of each lab, checked when the process starts."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

from lessons.folder.checked_toml import raise_fault, read_checked
from live_demo.lab import Lab, all_labs, lab_folder

Text = Annotated[str, Field(min_length=1)]


class FirstTask(BaseModel):
    """A change of one line of a lab's consumer: `old` becomes `new`; `then` says what one sees after Send."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    line: Annotated[StrictInt, Field(ge=1)]
    old: Text
    new: Text
    then: Text

    def done_in(self, source: str) -> str:
        """`source`, the lab's own, with the change made."""
        lines = source.split("\n")
        lines[self.line - 1] = lines[self.line - 1].replace(self.old, self.new)
        return "\n".join(lines)


class LabSettings(BaseModel):
    """The lab.toml of a lab.

    `first_line`: the text of the line that is in sight before a run, where it is not the first one that runs.
    `room`: learners can meet in it. `cut`: a learner can have the connection cut by hand. `two`: it has
    something to say between connections, so that its bench offers a second browser. `first_task`: what Build
    asks for before the learner has changed anything.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    first_line: str = ""
    room: StrictBool = False
    cut: StrictBool = False
    two: StrictBool = False
    first_task: FirstTask | None = None


@cache
def lab_settings(name: str) -> LabSettings:
    """The settings in the lab.toml of the lab; the defaults if it has none. Raises `FolderError`."""
    folder = lab_folder(name)
    file = folder and folder / "lab.toml"
    return read_checked(file, LabSettings) if file and file.is_file() else LabSettings()


def check_lab_settings() -> None:
    """Read the lab.toml of every lab. Raises `FolderError` for one that does not fit its consumer."""
    for lab in all_labs().values():
        check_fits(lab_settings(lab.name), lab, (lab_folder(lab.name) or Path()) / "lab.toml")


def check_fits(settings: LabSettings, lab: Lab, file: Path) -> None:
    """Raise `FolderError` if `settings`, out of `file`, name a line that `lab` does not have."""
    lines = [line.strip() for line in lab.source.splitlines()]
    if settings.first_line and settings.first_line not in lines:
        raise_fault(file, ("first_line",), "consumer.py has no such line")
    task = settings.first_task
    if task and task.old not in lab.line(task.line):
        raise_fault(file, ("first_task", "old"), f"line {task.line} of consumer.py does not have it")
