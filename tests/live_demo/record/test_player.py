"""The player in Python: every row of a script, on real servers."""

import time

import pytest

from lessons.script.browser_side import BrowserSide
from lessons.script.toml import read_script
from live_demo.middleware.cut import CUT_AND_RECONNECT_REQUEST, CUT_REQUEST
from live_demo.record.player import play
from tests.truth.claims import claims
from tests.truth.server import new_key


async def played(truth, rows, case="noting", headers=None, **options):
    """The fault, what the clients saw, and the notes of each of their connections, in their order."""
    keys = []

    def where(row, comes_back):
        keys.append(new_key())
        return f"ws://127.0.0.1:{truth.port}/{row.path or case + '/'}{keys[-1]}/"

    rows = BrowserSide.of(read_script(f"script = [{rows}]"), "hello").rows
    done = await play(rows, where, headers={"Origin": truth.url} | (headers or {}), **options)
    return done.fault, done.reports, [truth.notes(key, "ended") for key in keys]


async def test_every_kind_of_message_arrives_and_is_answered(truth):
    rows = '{do = "send"}, {do = "send", hex = "00ff"}, {do = "send", size = 3}, {do = "await", messages = 3}'
    fault, seen, [notes] = await played(truth, rows)
    assert (fault, seen[1]["events"]) == ("", ["open", *["message"] * 3, "close"])
    assert [note for note in notes if note.startswith("receive")] == [
        "receive('hello', None)",
        r"receive(None, b'\x00\xff')",
        "receive('xxx', None)",
    ]
    assert "disconnect(1000)" in notes
    assert (seen[1]["answer"], seen[1]["states"], seen[1]["code"], seen[1]["clean"]) == (
        "echo: xxx",
        [0, 1, 2, 3],
        1000,
        True,
    )


async def test_a_client_closes_with_its_code_and_another_is_cut(truth):
    rows = '{do = "connect", client = 2}, {do = "close", client = 2, code = 4002}, {do = "cut"}'
    fault, seen, [cut, closed] = await played(truth, rows)
    assert fault == ""
    assert "disconnect(4002)" in closed
    assert "disconnect(1006)" in cut or "disconnect(1005)" in cut
    assert (seen[1]["events"], seen[1]["states"], seen[1]["code"]) == (["open", "close"], [0, 1, 3], 1006)


async def test_the_servers_close_is_awaited_and_the_client_connects_again(truth):
    rows = (
        '{do = "connect", path = "closing/"}, {do = "send", text = "4001"}, {do = "await", close = 4001}, '
        '{do = "connect"}, {do = "send"}, {do = "await"}'
    )
    fault, seen, [first, second] = await played(truth, rows)
    assert fault == ""
    assert seen[1]["events"] == ["open", "close", "open", "message", "close"]
    assert "receive('hello', None)" in second
    assert "receive('hello', None)" not in first


@pytest.mark.parametrize("code", [1000, 4001])
async def test_a_close_of_the_server_is_as_clean_as_it_is_for_chromium(truth, code):
    """The truth is what Chromium says, claim 9-browser: never clean on Daphne, always on Uvicorn."""
    rows = (
        f'{{do = "connect", path = "closing/"}}, {{do = "send", text = "{code}"}}, '
        f'{{do = "await", close = {code}}}'
    )
    fault, seen, _ = await played(truth, rows)
    said = f"close({code}): close {code} "
    (chromium,) = [line for line in claims()["9-browser"].expected[truth.name] if line.startswith(said)]
    assert (fault, seen[1]["events"], seen[1]["states"]) == ("", ["open", "close"], [0, 1, 3])
    assert seen[1]["clean"] == ("not clean" not in chromium)


async def test_a_refusal_is_what_the_row_wants(truth):
    fault, seen, _ = await played(truth, '{do = "connect", path = "refusing/", refused = 403}')
    assert (fault, seen[1]["events"], seen[1]["states"]) == ("", ["error", "close"], [0, 3])
    origin = 'headers = {Origin = "https://elsewhere.example"}, refused = 403'
    fault, _, _ = await played(truth, f'{{do = "connect", path = "origin/", {origin}}}')
    assert fault == ""


async def test_a_message_that_has_come_already_counts_for_the_await(truth):
    rows = '{do = "send"}, {do = "wait", ms = 300}, {do = "send"}, {do = "await", messages = 2}'
    begun = time.monotonic()
    fault, seen, _ = await played(truth, rows)
    assert (fault, seen[1]["events"].count("message")) == ("", 2)
    assert time.monotonic() - begun >= 0.3


async def test_a_pause_ends_with_the_connection(truth):
    rows = (
        '{do = "connect", path = "closing/"}, {do = "send", text = "4001"}, {do = "wait", ms = 5000}, '
        '{do = "await", close = 4001}'
    )
    begun = time.monotonic()
    fault, _, _ = await played(truth, rows)
    assert fault == ""
    assert time.monotonic() - begun < 5


async def test_each_client_does_its_own_rows(truth):
    rows = (
        '{do = "connect", client = 2}, {do = "send", client = 2, text = "two"}, {do = "send", text = "one"}, '
        '{do = "await", client = 2}, {do = "await"}'
    )
    fault, seen, [one, two] = await played(truth, rows)
    assert (fault, seen[1]["answer"], seen[2]["answer"]) == ("", "echo: one", "echo: two")
    assert ("receive('one', None)" in one, "receive('two', None)" in two) == (True, True)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            '{do = "connect", path = "refusing/"}',
            "connect path = 'refusing/': it could not connect (server rejected",
        ),
        ('{do = "connect", refused = 403}', "it should have been refused with 403, but was accepted"),
        ('{do = "connect", path = "refusing/", refused = 500}', "it could not connect"),
        (
            '{do = "connect", path = "closing/"}, {do = "send", text = "4001"}, {do = "await"}',
            "await: it was closed before a message came",
        ),
        (
            '{do = "connect", path = "closing/"}, {do = "send", text = "4001"}, {do = "await", close = 4000}',
            "await close = 4000: the server should have closed with 4000, but the code was 4001",
        ),
        (
            '{do = "connect", client = 2, path = "noting/", subprotocols = ["chat.v2"]}',
            "(client 2): it could not connect (no subprotocol was picked)",
        ),
    ],
)
async def test_a_row_that_goes_another_way_is_told_and_the_rest_is_left(truth, rows, told):
    fault, _, _ = await played(truth, rows)
    assert told in fault


async def test_as_a_page_it_finds_out_and_asks_for_the_cut(truth):
    rows = (
        '{do = "connect", path = "closing/"}, {do = "send", text = "4001"}, {do = "await"}, '
        '{do = "send"}, {do = "cut"}, {do = "connect"}'
    )
    fault, seen, notes = await played(truth, rows, as_page=True)
    assert (fault, seen[1]["events"], seen[1]["code"], len(notes)) == ("", ["open", "close"], 4001, 1)
    fault, seen, _ = await played(truth, '{do = "connect", path = "refusing/"}', as_page=True)
    assert (fault, seen[1]["events"], seen[1]["code"]) == ("", ["error", "close"], 1006)


@pytest.mark.parametrize(
    ("rows", "asked"),
    [('{do = "cut"}', CUT_REQUEST), ('{do = "cut"}, {do = "connect"}', CUT_AND_RECONNECT_REQUEST)],
)
async def test_a_page_says_whether_it_comes_back(truth, rows, asked, monkeypatch):
    monkeypatch.setattr("live_demo.record.client.SECONDS", 0.5)  # nobody here cuts it
    fault, _, [notes] = await played(truth, rows, as_page=True)
    assert fault == "cut: the connection did not end within 0.5 seconds"
    assert f"receive({asked!r}, None)" in notes
