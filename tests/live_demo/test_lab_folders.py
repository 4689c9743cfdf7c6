"""The folders of labs: what a new one must have."""

from pathlib import Path

import pytest

from live_demo import labs
from live_demo.lab import all_labs, check_packages


def test_a_lab_without_an_init_file_is_told_of(tmp_path):
    (tmp_path / "fresh").mkdir()
    (tmp_path / "fresh" / "consumer.py").write_text("")
    with pytest.raises(FileNotFoundError, match=r"fresh has a consumer.py, but no __init__.py"):
        check_packages(tmp_path)
    (tmp_path / "fresh" / "__init__.py").write_text("")
    check_packages(tmp_path)


def test_every_folder_with_a_consumer_is_a_lab():
    (folder,) = map(Path, labs.__path__)
    assert {file.parent.name for file in folder.glob("*/consumer.py")} <= all_labs().keys()
