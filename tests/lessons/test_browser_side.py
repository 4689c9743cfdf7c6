"""What a script does in full, and how it is said in words."""

from lessons.script.browser_side import BrowserSide
from lessons.script.language import ScriptRow
from lessons.script.toml import read_script


def test_without_a_script_the_run_sends_the_message_and_closes():
    side = BrowserSide.of([], "hello")
    assert [(row.do, row.text) for row in side.rows] == [
        ("connect", None),
        ("send", "hello"),
        ("await", None),
        ("close", None),
    ]
    assert side.in_words == "opens a socket, sends `hello` and waits for a message, and then closes with 1000"
    assert (side.paths, side.messages, side.sends_binary) == ([], ["hello"], False)


def test_what_is_still_open_at_the_end_is_closed():
    rows = read_script(
        'script = [{do = "connect", client = 2, path = "a/"}, {do = "send", client = 2}, {do = "cut"}]'
    )
    side = BrowserSide.of(rows, "hi")
    assert [(row.do, row.client) for row in side.rows] == [
        ("connect", 1),
        ("connect", 2),
        ("send", 2),
        ("cut", 1),
        ("close", 2),
    ]
    assert "socket 2 opens at `a/`, socket 2 sends `hi`" in side.in_words


def test_a_refused_socket_is_told_with_what_it_asked_for():
    rows = read_script(
        'script = [{do = "connect", client = 2, headers = {Origin = "https://a.b"}, refused = 403}]'
    )
    assert (
        "socket 2 tries to open with `Origin: https://a.b` and gets HTTP 403"
        in BrowserSide.of(rows, "hi").in_words
    )
    [asked, *_] = read_script('script = [{do = "connect", path = "no/", refused = 500}]')
    assert BrowserSide([asked]).in_words == "tries to open a socket at `no/` and gets HTTP 500"


def test_a_client_that_is_gone_may_connect_again():
    rows = read_script('script = [{do = "cut"}, {do = "wait", ms = 10}, {do = "connect"}, {do = "send"}]')
    side = BrowserSide.of(rows, "hi")
    assert [row.do for row in side.rows] == ["connect", "cut", "wait", "connect", "send", "close"]
    assert (side.comes_back, side.cuts) == (True, True)
    assert side.in_words == (
        "opens a socket, vanishes without a close frame, waits 10 ms, opens a socket, sends `hi`, "
        "and then closes with 1000"
    )


def test_what_is_sent_without_awaiting_an_answer_between_goes_together():
    may, june, answer = (
        ScriptRow(do="send", text="May"),
        ScriptRow(do="send", text="June"),
        ScriptRow(do="await"),
    )
    assert BrowserSide.of([may, june, answer], "hello").together == ["May", "June"]
    assert BrowserSide.of([may, answer, june, answer], "hello").together == []


def test_what_is_sent_and_what_is_awaited_for_it_are_said_in_one():
    rows = read_script(
        'script = [{do = "send", hex = "00ff"}, {do = "await", messages = 2}, {do = "send", size = 70}, '
        '{do = "await", close = 1009}]'
    )
    assert BrowserSide.of(rows, "hi").in_words == (
        "opens a socket, sends the bytes `00ff` and waits for 2 messages, sends 70 letters, "
        "and then waits until the server closes"
    )


def test_a_second_browser_has_another_text_than_the_first():
    def of(*rows):
        return BrowserSide.of(list(rows), "hello").message_of_others

    june = ScriptRow(do="send", text="June")
    assert of() == "hi"
    assert of(ScriptRow(do="send"), june) == "June"
    assert of(ScriptRow(do="send"), june, ScriptRow(do="send", client=2, text="hey")) == "hey"
