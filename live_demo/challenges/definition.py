"""What a challenge is: challenges/<name>/ of a lab's folder, read and checked once.

challenge.toml    title, text, hints, and the tests
starter.py        what the learner begins with
right/*.py        at least two solutions that differ, and pass
wrong/*.py        at least four that fail; the first line says `# caught by: <name of a test>`
"""

import json
import random
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from lessons.folder.checked_toml import read_checked
from lessons.folder.faults import Fault, FolderError, findings_in, toml_faults
from lessons.nested_texts import nested_texts
from lessons.plugin import Finding
from lessons.script.language import Rows, ScriptRow
from live_demo import labs
from live_demo.challenges.explained import ExplainedBy
from live_demo.challenges.origins import Values
from live_demo.lab import lab_folder

_ROWS: TypeAdapter[list[ScriptRow]] = TypeAdapter(Rows)
_DRAWN = re.compile(r"<(\w+)>")
_CAUGHT = re.compile(r"# caught by: ([\w-]+)\n")


def _drawn(kind: str) -> str | int:
    if kind == "number":
        return random.randint(100, 999)  # noqa: S311  no secret
    return "".join(random.choices(string.ascii_lowercase, k=7))  # noqa: S311


@dataclass(frozen=True, slots=True)
class Drawn:
    """A script as it is played: its rows, and the values that were drawn for them."""

    rows: list[ScriptRow]
    values: Values


class ChallengeTest(BaseModel):
    """One promise that the code has to keep, as a script of clients.

    `values` names what is drawn for each run: {name: 'word' or 'number'}. `<name>` in a text stands for it.
    There must be one, and each must stand in the script: nobody can write down what a test is going to ask.
    `shown`: learners see the script; of others only the promise. `needs` names tests whose promises this one
    presupposes: where both break in the same way, it is not judged. `explained_by` is what explains it, where
    that is something else than for the whole challenge.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    promise: str
    shown: bool = False
    values: Annotated[dict[str, Literal["word", "number"]], Field(min_length=1)]
    script: list[dict[str, Any]]
    needs: list[str] = []
    explained_by: ExplainedBy | None = None

    @model_validator(mode="after")
    def _draws_what_it_names(self) -> Self:
        asked = {name for row in self.script for text in nested_texts(row) for name in _DRAWN.findall(text)}
        if unused := self.values.keys() - asked:
            raise ValueError(f"the test {self.name} draws {min(unused)}, and its script does not use it")
        return self

    @property
    def lines(self) -> list[str]:
        """The script as learners read it, row by row: 'client 2: send text = "hi"'."""
        several = any("client" in row for row in self.script)
        return [_line(row, several) for row in self.script]

    def draw(self) -> Drawn:
        """The rows of one run, with values drawn at random. Raises `ValueError`, as pydantic does."""
        values = {name: _drawn(kind) for name, kind in self.values.items()}
        rows = [_filled(row, values) for row in self.script]
        texts = [{**row, "text": str(row["text"])} if "text" in row else row for row in rows]
        return Drawn(_ROWS.validate_python(texts), values)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    text: str
    hints: Annotated[list[str], Field(max_length=4)] = []
    explained_by: ExplainedBy
    tests: Annotated[list[ChallengeTest], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge of the lab `lab`. `caught_by` has the test that has to catch each of `wrong`, by its name.

    `explained_by` is what explains a test that does not name its own.
    """

    lab: str
    name: str
    title: str
    text: str
    hints: list[str]
    explained_by: ExplainedBy
    tests: list[ChallengeTest]
    starter: str
    right: Mapping[str, str]
    wrong: Mapping[str, str]
    caught_by: Mapping[str, str]


@cache
def challenges_of(lab: str) -> dict[str, Challenge]:
    """The challenges of the lab by their names, in alphabetical order; none where it has no such folder."""
    folder = lab_folder(lab)
    if folder is None:
        return {}
    files = sorted(folder.glob("challenges/*/challenge.toml"))
    return {file.parent.name: _read(lab, file.parent) for file in files}


def challenge_file(challenge: Challenge) -> Path:
    """The path of the challenge's challenge.toml."""
    return Path(labs.__path__[0]) / challenge.lab / "challenges" / challenge.name / "challenge.toml"


def check_challenges() -> None:
    """Read the challenges of every lab. Raises `FolderError` for the first that has a fault."""
    for folder in Path(labs.__path__[0]).iterdir():
        challenges_of(folder.name)


def _read(lab: str, folder: Path) -> Challenge:
    """The challenge in `folder`. Raises `FolderError`."""
    file = _file(folder / "challenge.toml")
    wrong = _sources(folder / "wrong")
    caught = {name: _catcher(folder / "wrong" / f"{name}.py", wrong[name], file.tests) for name in wrong}
    starter = (folder / "starter.py").read_text(encoding="utf-8")
    return Challenge(
        lab,
        folder.name,
        file.title,
        file.text,
        file.hints,
        file.explained_by,
        file.tests,
        starter,
        _sources(folder / "right"),
        wrong,
        caught,
    )


def _sources(folder: Path) -> dict[str, str]:
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.py"))}


def _file(path: Path) -> _File:
    """challenge.toml, whose scripts can be played. Raises `FolderError` with the line of each fault."""
    file = read_checked(path, _File)
    findings = list(_needs_in_vain(file.tests))
    for number, test in enumerate(file.tests):
        try:
            test.draw()
        except ValidationError as error:
            findings += [(("tests", number, "script"), reason) for _, reason in findings_in(error)]
    if findings:
        raise FolderError(toml_faults(path, path.read_text(encoding="utf-8"), findings))
    return file


def _needs_in_vain(tests: Sequence[ChallengeTest]) -> Iterator[Finding]:
    """Faults in `needs`: a test that is missing, or that needs this one, so that neither would be judged."""
    needs = {test.name: set(test.needs) for test in tests}
    for number, test in enumerate(tests):
        for name in test.needs:
            if name == test.name or name not in needs:
                yield ("tests", number, "needs"), f"'{name}' is no other test"
            elif test.name in needs[name]:
                yield ("tests", number, "needs"), f"'{name}' needs this test"


def _catcher(path: Path, source: str, tests: list[ChallengeTest]) -> str:
    """The name of the test in the first line of a wrong solution. Raises `FolderError`."""
    found = _CAUGHT.match(source)
    if not found or found[1] not in {test.name for test in tests}:
        reason = "a wrong solution must begin with '# caught by: ' and the name of a test"
        raise FolderError([Fault(path, 1, "", reason)])
    return found[1]


def _line(row: Mapping[str, Any], several: bool) -> str:
    who = f"client {row.get('client', 1)}: " if several else ""
    keys = [f"{key} = {_written(value)}" for key, value in row.items() if key not in ("do", "client")]
    return who + " ".join([row["do"], *keys])


def _written(value: Any) -> str:
    """`value` as JSON, so that an empty text can be seen. Single quotes go around a text with double ones."""
    if isinstance(value, str) and '"' in value and "'" not in value:
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False)


def _filled(value: Any, values: Values) -> Any:
    """`value` with what was drawn; a text that is nothing but one name becomes the value itself."""
    if isinstance(value, dict):
        return {key: _filled(each, values) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, values) for each in value]
    if not isinstance(value, str):
        return value
    if (whole := _DRAWN.fullmatch(value)) and whole[1] in values:
        return values[whole[1]]
    return _DRAWN.sub(lambda found: str(values.get(found[1], found[0])), value)
