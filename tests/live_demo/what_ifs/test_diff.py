"""The difference between a what-if and the lab as written."""

import pytest

from live_demo.lab import all_labs
from live_demo.what_if_definitions import what_ifs_of
from live_demo.what_ifs.diff import diff


@pytest.mark.parametrize(
    ("lab", "name"),
    [(lab, name) for lab in all_labs() for name, each in what_ifs_of(lab).items() if each.file != "consumer"],
)
def test_a_difference_holds_the_whole_file_and_what_the_base_has_instead(lab, name):
    source = what_ifs_of(lab)[name].lab_of(lab).source
    lines = diff(all_labs()[lab].source, source)
    assert [line.number for line in lines if line.number] == list(range(1, len(source.splitlines()) + 1))
    assert any(line.change for line in lines)
