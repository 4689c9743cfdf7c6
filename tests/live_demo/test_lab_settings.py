"""lab.toml is checked when the process starts: a fault names file, line and key."""

import re

import pytest
from django.apps import apps

from lessons.folder.checked_toml import read_checked
from lessons.folder.faults import FolderError
from live_demo.challenges.definition import ChallengeTest
from live_demo.lab import all_labs
from live_demo.lab_settings import LabSettings, check_fits, check_lab_settings
from live_demo.what_if_definitions import WhatIf
from tests.support.servers import ROOT

TASK = '[first_task]\nline = 17\nold = "{text_data}"\nnew = "x"\nthen = "y"\n'


def read(tmp_path, text):
    file = tmp_path / "lab.toml"
    file.write_text(text)
    check_fits(read_checked(file, LabSettings), all_labs()["chat"], file)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("cut = true\nrooms = true\n", r"lab\.toml:2: rooms: unknown key"),
        ('two = "yes"\n', r"lab\.toml:1: two: input should be a valid boolean"),
        ("cut = \n", r"lab\.toml:1: not TOML: "),
        (
            TASK.replace("then", "than"),
            r"lab\.toml:1: first_task\.then: missing\n.*:5: first_task\.than: unknown",
        ),
        (TASK.replace("17", "16"), r"lab\.toml:3: first_task\.old: line 16 of consumer\.py does not have it"),
        (TASK.replace("17", "99"), r"lab\.toml:3: first_task\.old: line 99 of consumer\.py does not have it"),
        ('\nfirst_line = "print()"\n', r"lab\.toml:2: first_line: consumer\.py has no such line"),
    ],
)
def test_a_fault_is_told_with_its_line_and_key(tmp_path, text, fault):
    with pytest.raises(FolderError, match=fault):
        read(tmp_path, text)


def test_what_fits_the_consumer_is_taken(tmp_path):
    read(tmp_path, TASK)


def test_every_lab_is_checked(monkeypatch):
    check_lab_settings()
    seen = []
    monkeypatch.setattr(
        "live_demo.lab_settings.check_fits", lambda _, lab, file: seen.append((lab.name, file.name))
    )
    check_lab_settings()
    assert seen == [(name, "lab.toml") for name in all_labs()]


def test_the_start_fails_for_a_fault(monkeypatch):
    def fail(*_):
        raise FolderError([])

    monkeypatch.setattr("lessons.plugin.register", lambda plugin: None)
    monkeypatch.setattr("live_demo.lab_settings.check_fits", fail)
    with pytest.raises(FolderError):
        apps.get_app_config("live_demo").ready()


@pytest.mark.parametrize("model", [LabSettings, ChallengeTest, WhatIf])
def test_contributing_lists_each_key(model):
    text = (ROOT / "CONTRIBUTING.md").read_text()
    rows = re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)
    listed = {name for row in rows for name in re.findall(r"`\[*(\w+)", row)}
    assert model.model_fields.keys() <= listed
