"""What-ifs as their files define them: what no question tells of another, and each fault of a file."""

import re

import pytest

from lessons.folder.faults import FolderError
from live_demo.lab import all_labs
from live_demo.what_if_definitions import _read, what_ifs_of
from tests.support.servers import ROOT


@pytest.mark.parametrize("lab", all_labs())
def test_a_mystery_has_more_than_two_causes(lab):
    assert sum(each.mystery for each in what_ifs_of(lab).values()) >= 3 or not what_ifs_of(lab)


@pytest.mark.parametrize("lab", all_labs())
def test_no_question_of_a_what_if_gives_another_one_away(lab):
    for what_if in what_ifs_of(lab).values():
        claimed = {name for option in what_if.options for name in option.claims}
        assert not claimed & {*what_if.also}, what_if.name
        texts = " ".join(option.text for option in what_if.options)
        assert not ("disconnect" in what_if.also and "disconnect()" in texts), what_if.name
        assert not ("close_code" in what_if.also and re.search(r"\b[134]\d{3}\b", texts)), what_if.name


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('name = "blocking"', 'nam = "blocking"', r"what_ifs.toml:\d+: what_if\[\d+\].nam: unknown key"),
        (
            'file = "blocking"',
            'file = "blocked"',
            r"what_ifs.toml:\d+: what_if\[\d+\].file: there is no blocked.py",
        ),
        (
            'hex = "00ff"',
            'hex = "00ff", text = "hello"',
            r"what_ifs.toml:\d+: what_if\[\d+\].script\[1\]: a message is text, hex or size: say one of them",
        ),
        (
            '{ do = "cut" }',
            '{ do = "close" },\n    { do = "connect" }',
            "connect again comes once, and follows a cut",
        ),
        ("subprotocols =", "protocols =", r"what_if\[\d+\].script\[1\].protocols: unknown key"),
        ('do = "cut"', 'do = "cut", client = 2', r"script: row 3: client 2 is not connected yet"),
        ('Origin = "null"', 'Cookie = "a=b"', "a page sets no header"),
        (
            'path = "chats/" },\n    { do = "send", text = "hello" },\n    { do = "await" },\n    { do =',
            'path = "chats/", refused = 500 },\n    { do = "wait", ms = 1 },\n    # { do =',
            "its run decides",
        ),
        (
            '{ do = "send", hex = "00ff" }',
            '{ hex = "00ff" }',
            r"script\[1\].hex: 'hex' now belongs to do = \"send\"",
        ),
        ('{ do = "cut" }', "{ cut = true }", r"script\[3\].cut: 'cut = true' is now do = \"cut\""),
        ('{ do = "cut" }', "{ close = 1000 }", r"script\[3\].close: 'close' is now do = \"close\" with code"),
        ('hex = "00ff"', 'hex = "00ff", awaits = 0', r"script\[1\].awaits: 'awaits' is now a row of its own"),
        ("script = [", "[what_if.does]\nsteps = [", r"what_if\[\d+\].does: 'does' is now script"),
        ('neighbor = "echo"', "beside = true", r"what_if\[\d+\].beside: 'beside = true' is now neighbor ="),
        ('neighbor = "goes on"', 'beside = "goes on"', r"'beside' is now called 'neighbor'"),
    ],
)
def test_a_faulty_file_of_what_ifs_is_named_with_line_and_key(tmp_path, old, new, fault):
    shipped = ROOT / "live_demo" / "labs" / "chat"
    for file in shipped.glob("*.py"):
        (tmp_path / file.name).write_text(file.read_text())
    faulty = tmp_path / "what_ifs.toml"
    faulty.write_text((shipped / "what_ifs.toml").read_text().replace(old, new))
    with pytest.raises(FolderError, match=fault):
        _read(faulty)
