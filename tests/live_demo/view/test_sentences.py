"""Sentences, times, endings and stations say what happened at a point of a run."""

from live_demo.lab import all_labs
from live_demo.middleware.server_errors import server_response
from live_demo.trace.point import Frame, TracePoint, with_gaps
from live_demo.view.ending import ending
from live_demo.view.masking import hidden_lab, masked
from live_demo.view.run_view import RunView
from live_demo.view.sentences import sentence
from live_demo.view.stations import station_at, stations_of
from live_demo.view.values import readable_time, times_values


def point(event, **values):
    return TracePoint(number=1, at=0, layer="asgi", event=event, **values)


def test_a_line_is_told_with_its_text():
    assert sentence(point("line", line=11), all_labs()["chat"]) == "Line 11 is next: await self.accept()"


def test_times_tell_two_moments_apart_and_gaps_are_of_frames():
    assert [readable_time(at) for at in (31, 4_870, 26_534_100)] == ["0.03 ms", "4.9 ms", "26.534 s"]
    frames = [point("websocket.send", frame=Frame("browser", "text", "")) for _ in range(3)]
    frames[1].at, frames[2].at = 26_534_100, 26_534_300
    with_gaps([frames[0], frames[1], point("line"), frames[2]])
    assert [each.gap for each in frames] == [None, 26_534_100, 200]


def test_an_ending_tells_what_the_server_did_by_itself():
    accept = point("websocket.accept", frame=Frame("browser", "accept", ""))
    raised = point("exception", function="receive", line=9, error="ValueError: no")
    hidden = point("hidden")
    own = {
        (server, accepted): point("server.answers", frame=server_response(server, accepted=accepted))
        for server in ("Daphne 4.2.3", "Uvicorn 0.54")
        for accepted in (True, False)
    }
    daphne, uvicorn = own["Daphne 4.2.3", True], own["Uvicorn 0.54", True]
    assert ending([accept, raised, daphne]).endswith("The server closed the socket with 1011 for it.")
    assert ending([accept, raised, uvicorn]).endswith("for it, without a close frame.")
    assert ending([accept, hidden, daphne]).startswith("The server closed the socket with 1011")
    assert ending([hidden, own["Uvicorn 0.54", False]]) == (
        "The server answered HTTP 500 for it. The socket never opened."
    )
    assert server_response("another server", accepted=True) is None


def test_what_the_server_did_by_itself_is_told_where_the_code_is_hidden_too():
    frame = server_response("Daphne 4.2.3", accepted=True)
    own = masked(TracePoint(number=1, at=0, layer="server", event="server.answers", frame=frame))
    assert (own.frame.code, own.frame.by) == (1011, "server")
    assert "closes with 1011" in sentence(own, hidden_lab(all_labs()["chat"]))
    assert "sent by the server itself" in RunView(all_labs()["chat"], [], []).frame(own)


def test_a_send_is_never_told_as_a_delivery():
    assert "does not prove that the message arrived" in sentence(point("websocket.send"), all_labs()["chat"])


def test_endings_tell_who_ended_the_run_and_how():
    accept = point("websocket.accept", frame=Frame("browser", "accept", ""))
    message = point("websocket.receive", frame=Frame("server", "text", ""))
    lost = point("websocket.disconnect", frame=Frame("server", "lost", "", code=1006))
    closed = point("websocket.disconnect", frame=Frame("server", "close", "", code=4001))
    server = point("websocket.close", frame=Frame("browser", "close", "", code=4009))
    assert ending([]) == "The handshake was refused: the socket never opened."
    assert ending([accept, message, closed]) == "The browser closed the socket with 4001, after 1 message."
    of_two = ending([accept, message, closed], "A")
    assert of_two == "Browser A closed its socket with 4001, after 1 message."
    assert (
        ending([accept, server, closed], "B") == "The server closed B’s socket with 4009, after 0 messages."
    )
    assert ending([accept, lost], "A").startswith("A’s connection was lost after 0 messages")
    assert ending([], "B") == "B’s handshake was refused: B’s socket never opened."
    left = point("websocket.disconnect", frame=Frame("server", "close", "", code=1001))
    assert "with 1001 (its page was left or loaded again), after" in ending([accept, message, left])
    assert ending([accept, lost]) == "The connection was lost after 0 messages: no close frame came."
    assert ending([accept, server, closed]) == "The server closed the socket with 4009, after 0 messages."
    assert ending([accept, message]) == "The server stopped during the run, after 1 message."
    raised = point("exception", function="receive")
    assert ending([accept, raised]) == "An exception in the consumer ended the run."
    assert ending([accept, point("exception")]) == "An exception ended the run."
    named = point("exception", function="receive", line=12, error="ValueError: no")
    assert ending([accept, named]) == "ValueError at line 12 ended the run."


def test_an_exception_ends_a_run_only_where_the_socket_is_open_and_the_server_stays():
    accept = point("websocket.accept", frame=Frame("browser", "accept", ""))
    closed = point("websocket.disconnect", frame=Frame("server", "close", "", code=4001))
    gone = point("websocket.disconnect", frame=Frame("server", "lost", "", code=1006))
    cancelled = point("exception", error="CancelledError: ")
    assert ending([accept, closed, point("exception")]) == (
        "The browser closed the socket with 4001, after 0 messages."
    )
    assert ending([accept, cancelled]) == "The server stopped during the run, after 0 messages."
    assert sentence(cancelled, all_labs()["chat"]).startswith("The server has cancelled the consumer.")
    assert ending([gone]) == "The connection was lost before it was accepted: the socket never opened."


def test_a_message_goes_from_station_to_station():
    lab = all_labs()["groups"]
    lines = {text.strip(): number for number, text in enumerate(lab.source.splitlines(), start=1)}
    at = {"number": 1, "at": 0}
    points = [
        TracePoint(**at, layer="asgi", event="websocket.receive", frame=Frame("server", "text", "hi")),
        TracePoint(
            **at,
            layer="code",
            event="line",
            line=lines['message = {"type": "chat.message", "text": text_data or ""}'],
        ),
        TracePoint(
            **at,
            layer="code",
            event="line",
            line=lines["await self.channel_layer.group_send(self.room, message)"],
        ),
        TracePoint(**at, layer="asgi", event="chat.message"),
        TracePoint(**at, layer="asgi", event="websocket.send", frame=Frame("browser", "text", "hi")),
    ]
    assert [station_at(point, lab) for point in points] == ["server", "consumer", "layer", "layer", "browser"]
    assert [name for name, _ in stations_of(lab)] == ["browser", "server", "consumer", "layer"]
    assert [name for name, _ in stations_of(all_labs()["chat"])] == ["browser", "server", "consumer"]


def test_while_the_consumer_is_created_words_and_table_say_that_the_request_is_next():
    lab = all_labs()["chat"]
    view = RunView(lab, steps=[1, 2], variables=[])
    created = TracePoint(1, 0, "code", "return", function="__init__", line=8)
    words = "Routing has created the consumer for this one connection. connect() has not run yet."
    assert sentence(created, lab) == words
    assert [times_values(step, created)["text"] for step in (1, 2)] == ["next", "not yet"]
    change = view.render_group([created])
    assert 'id="times-1"' in change
    assert ">next<" in change
    assert 'id="times-2"' not in change
    arrived = TracePoint(2, 0, "asgi", "websocket.connect", step=1, times={1: 1})
    assert times_values(1, arrived)["text"] == "1×"
    again = TracePoint(9, 0, "code", "line", function="__init__", line=6, times={1: 1})
    assert times_values(1, again)["text"] == "1×"
    assert times_values(1, None)["text"] == "not yet"
    assert 'id="times-1"' not in RunView(lab, steps=[], variables=[]).render_group([created])
