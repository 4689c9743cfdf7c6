"""The contracts of pyproject.toml on who may import whom, each broken on purpose in a copy."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import ROOT

LINT = Path(sys.executable).with_name("lint-imports")
PACKAGES = ("tutorial", "lessons", "quizzes", "live_demo")
FORBIDDEN = {
    "Lessons know no other app": ("lessons/ways.py", "import quizzes.grading"),
    "A trace can be read": ("live_demo/trace/frames.py", "import django.conf"),
    "Layers of the live demo": ("live_demo/runs/ticket.py", "import live_demo.sockets.watch"),
    "No circle": ("quizzes/kinds/base.py", "import quizzes.question_models"),
}
"""The beginning of each contract's name, a file, and a line in it that the contract forbids."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("imports")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("static", "__pycache__")
        )
    return folder


def _broken(folder):
    """The contracts that the code in `folder` breaks, as import-linter prints them on one line each."""
    command = [LINT, "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={"COLUMNS": "400"})
    return [line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")]


def test_the_code_keeps_every_contract(copy):
    assert _broken(copy) == []


@pytest.mark.parametrize("contract", FORBIDDEN)
def test_a_contract_that_is_broken_on_purpose_fails(copy, contract):
    name, line = FORBIDDEN[contract]
    file = copy / name
    source = file.read_text()
    file.write_text(f"{source}\n{line}\n")
    try:
        assert any(broken.startswith(contract) for broken in _broken(copy))
    finally:
        file.write_text(source)
