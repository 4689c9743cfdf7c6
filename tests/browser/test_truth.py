"""Claims on what Chromium sees of real Daphne and real Uvicorn; the others are in tests/truth/."""

from tests.browser.proxy import Proxy
from tests.truth.claims import observes
from tests.truth.test_events import LIMITS


@observes("1-browser")
def test_the_browser_is_connecting_while_connect_runs(truth, browse):
    page = browse(truth)
    key = page.open("gated")
    truth.note(key, "connect()")
    before = page.run("() => `readyState ${socket.readyState}`")
    truth.go(key)
    page.events("open")
    closing = page.run("() => { socket.close(1000); return `readyState ${socket.readyState}` }")
    return [before, page.events("open")[0], closing, page.events("close")[-1]]


@observes("3-browser")
def test_a_refused_handshake_in_the_browser(truth, browse):
    page = browse(truth)
    seen = []
    for case in ("refusing", "raising-in-connect", "no/such/route"):
        page.open(case)
        seen.append(f"{case}: {', '.join(page.events('close'))}")
    return seen


@observes("5b-browser")
def test_an_exception_in_receive_in_the_browser(truth, browse):
    page = browse(truth)
    key = page.open("raising-in-receive")
    page.events("open")
    page.run("() => socket.send('crash')")
    truth.go(key)
    return page.events("close")[1:]


@observes("6")
def test_the_browser_sends_in_every_state(truth, browse):
    page = browse(truth)
    key = page.open("gated")
    early = page.run("() => { try { socket.send('early') } catch (error) { return error.name } }")
    truth.go(key)
    page.events("open")
    page.run("() => socket.send('open')")
    page.events("message")
    closing = page.run(
        "() => { socket.close(); socket.send('12345'); return `${socket.bufferedAmount} buffered` }"
    )
    page.events("close")
    closed = page.run("() => { socket.send('12345'); return `${socket.bufferedAmount} buffered` }")
    received = [note for note in truth.notes(key, "ended") if note.startswith("receive")]
    return [early, closing, closed, *received]


@observes("12-browser")
def test_the_close_event_after_a_message_that_is_too_large(truth, browse):
    page = browse(truth)
    page.open("measuring")
    page.events("open")
    page.run("(size) => socket.send('x'.repeat(size))", LIMITS[truth.name] + 1)
    return [page.events("close")[-1][: len("close 1006")]]


@observes("8-browser")
def test_the_close_event_after_a_close_of_the_browser(truth, browse):
    page = browse(truth)
    seen = []
    for code in ("1000", "3001", "4999", ""):
        page.open("noting")
        page.events("open")
        page.run(f"() => socket.close({code})")
        seen.append(f"close({code}): {page.events('close')[-1]}")
    return seen


@observes("8c-browser")
def test_the_close_event_after_tcp_is_lost(truth, browse):
    proxy = Proxy(truth.port)
    page = browse(truth)
    page.open("noting", origin=f"ws://127.0.0.1:{proxy.port}")
    page.events("open")
    proxy.cut(b"GET /noting/")
    seen = page.events("close")[1:]
    proxy.close()
    return seen


def close(page):
    with page.expect_event("close"):
        page.close(run_before_unload=True)


@observes("8d")
def test_a_page_that_goes_closes_its_socket(truth, browse):
    seen, page = [], browse(truth)
    for name, tab, leave in (
        ("reloaded", page, lambda page: page.reload()),
        ("navigated", page, lambda page: page.goto("about:blank")),
        ("closed", browse(truth, beside=page), close),
    ):
        key = tab.open("noting")
        tab.events("open")
        leave(tab.page)
        seen.append(f"{name}: {truth.note(key, 'disconnect')}")
    return seen


@observes("8e")
def test_the_browser_refuses_close_codes_and_long_reasons(truth, browse):
    page = browse(truth)
    page.open("noting")
    page.events("open")
    return [
        page.run(f"() => {{ try {{ socket.close({values}) }} catch (error) {{ return error.name }} }}")
        for values in ("1001", "1005", "2999", "5000", "4000, 'x'.repeat(124)")
    ]


@observes("9-browser")
def test_the_close_event_after_a_close_of_the_server(truth, browse):
    page = browse(truth)
    seen = []
    for code in ("1000", "1001", "2999", "4001"):
        page.open("closing")
        page.events("open")
        page.run(f"() => socket.send('{code}')")
        seen.append(f"close({code}): {page.events('close')[-1]}")
    return seen


@observes("14")
def test_a_subprotocol_that_is_not_picked(truth, browse):
    raw = truth.connect("noting", headers=[("Sec-WebSocket-Protocol", "chat")])
    page = browse(truth)
    page.open("noting", protocols=["chat"])
    return [raw.read(), *page.events("close")]


@observes("cookie-browser")
def test_the_cookie_of_a_handshake_and_the_page_that_opens_it(truth, truth_servers, browse):
    """A cookie belongs to a host, whatever the port; localhost is another site than 127.0.0.1."""
    page = browse(truth, "/sign-in/")
    neighbor = next(server for server in truth_servers.values() if server is not truth)
    pages = {
        "the same page": None,
        "another port": neighbor.url,
        "another site": f"http://localhost:{truth.port}/",
    }
    seen = []
    for what, address in pages.items():
        if address:
            page.page.goto(address)
        page.open("who", origin=truth.url.replace("http", "ws"))
        page.events("open")
        page.run("() => socket.send('who?')")
        seen.append(f"{what}: {page.events('message')[-1].split()[1]}")
    return seen


@observes("connecting")
def test_one_socket_is_connecting_for_each_host_and_port(truth, truth_servers, browse):
    """What waits could have come long ago: after it, other browsers and ports are served."""
    page, stranger = browse(truth), browse(truth)
    undecided = page.open("gated")
    truth.note(undecided, "connect()")
    waiting = page.open("noting")
    stranger.open("noting")
    seen = [f"another browser: {stranger.events('open')[0]}"]
    other = next(server for server in truth_servers.values() if server is not truth)
    tab = browse(other, beside=page)
    tab.open("noting")
    seen.append(f"another port: {tab.events('open')[0]}")
    seen.append(f"the same port: {truth.notes(waiting) or 'nothing has reached the server'}")
    truth.go(undecided)
    return [*seen, f"then: {truth.note(waiting, 'connect()')}"]


@observes("37")
def test_an_object_is_sent_as_a_text_without_meaning(truth, browse):
    page = browse(truth)
    key = page.open("noting")
    page.events("open")
    page.run("() => socket.send({})")
    page.events("message")
    return truth.notes(key, "receive")[1:]
