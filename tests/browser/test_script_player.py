"""The player in JavaScript: every row of a script that a page can play, in Chromium on real servers."""

import pytest

from tests.support.servers import ROOT
from tests.truth.server import new_key

MODULE = (ROOT / "tutorial" / "static" / "js" / "script_player.js").read_text()
PLAY = """async ([source, rows, paths]) => {
    const module = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
    const { scriptPlayer } = await import(module)
    const done = window.done = []
    const player = scriptPlayer(rows, {
        cut: 'cut, please',
        connect: () => open(),
        did: (row) => done.push(row.do),
        ended: () => done.push('ended'),
    })
    const open = () => {
        const socket = new WebSocket(location.origin.replace('http', 'ws') + paths.shift())
        for (const type of ['open', 'message', 'close']) {
            socket.addEventListener(type, ({ code }) => done.push([type, code].filter(Boolean).join(' ')))
        }
        player.meet(socket, { send: (message) => socket.send(message), close: (code) => socket.close(code) })
        return socket
    }
    window.socket = open()
}"""


@pytest.fixture
def played(truth, browse):
    """Play these rows after a connect row; what the page saw and did, and the keys of its two connections."""

    page = browse(truth)

    def play(*rows, case="noting", until="ended"):
        keys = [new_key() for _ in range(2)]
        page.run(PLAY, [MODULE, [{"do": "connect"}, *rows], [f"/{case}/{key}/" for key in keys]])
        page.page.wait_for_function(f"() => done.includes('{until}')")
        return page.run("() => done"), keys, page

    return play


def received(notes):
    return [note for note in notes if note.startswith("receive")]


def every_kind_of_message_arrives_and_is_awaited(truth, played):
    done, [key, _], _ = played(
        {"do": "send", "text": ""},
        {"do": "send", "hex": "00ff"},
        {"do": "send", "size": 3},
        {"do": "await", "messages": 3},
        {"do": "wait", "ms": 10},
        {"do": "close"},
    )
    notes = truth.notes(key, "ended")
    assert received(notes) == ["receive('', None)", r"receive(None, b'\x00\xff')", "receive('xxx', None)"]
    assert done == [
        "open",
        *["send"] * 3,
        "await",
        *["message"] * 3,
        "wait",
        "close",
        "close 1000",
        "ended",
    ]


def a_message_that_has_come_already_counts_for_the_await(truth, played):
    done, [key, _], _ = played(
        {"do": "send", "text": "a"},
        {"do": "wait", "ms": 300},
        {"do": "send", "text": "b"},
        {"do": "await", "messages": 2},
        {"do": "close", "code": 4002},
    )
    assert done.count("message") == 2
    assert done[-1] == "ended"
    assert truth.note(key, "disconnect") == "disconnect(4002)"


def where_the_server_closes_the_rest_is_left(truth, played):
    done, _, _ = played(
        {"do": "send", "text": "4001"},
        {"do": "await"},
        {"do": "send", "text": "late"},
        {"do": "connect"},
        case="closing",
    )
    assert done == ["open", "send", "await", "close 4001", "ended"]


def an_awaited_close_leads_on_to_the_next_connection(truth, played):
    done, [_, second], _ = played(
        {"do": "send", "text": "4001"},
        {"do": "await", "close": 4001},
        {"do": "wait", "ms": 10},
        {"do": "connect"},
        {"do": "send", "text": "4002"},
        {"do": "await"},
        case="closing",
    )
    assert done == [
        *["open", "send", "await", "close 4001", "wait", "connect"],
        *["open", "send", "await", "close 4002", "ended"],
    ]
    assert truth.note(second, "connect()")


def a_refused_socket_ends_the_script(truth, played):
    done, _, _ = played({"do": "send", "text": "a"}, {"do": "close"}, case="refusing")
    assert done == ["close 1006", "ended"]


def a_cut_is_asked_for_and_the_script_may_come_back(truth, played):
    for rest in [], [{"do": "wait", "ms": 10}, {"do": "connect"}]:
        _, [first, _], page = played({"do": "cut"}, *rest, until="message")  # nobody here cuts it
        assert received(truth.notes(first, "receive")) == ["receive('cut, please', None)"]
        page.run("() => socket.close()")
        page.page.wait_for_function(f"() => done.includes('{'connect' if rest else 'ended'}')")


def test_scripts_are_played(truth, played, subtests):
    for claim in (
        every_kind_of_message_arrives_and_is_awaited,
        a_message_that_has_come_already_counts_for_the_await,
        where_the_server_closes_the_rest_is_left,
        an_awaited_close_leads_on_to_the_next_connection,
        a_refused_socket_ends_the_script,
        a_cut_is_asked_for_and_the_script_may_come_back,
    ):
        with subtests.test(claim.__name__.replace("_", " ")):
            claim(truth, played)
