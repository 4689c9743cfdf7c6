"""Claims on the handshake: who decides it, how, and what a client gets."""

from tests.truth.claims import observes
from tests.truth.wire import text_frame


@observes("1")
def test_a_connection_is_accepted_answered_and_closed(truth):
    gated = truth.connect("gated")
    gated.notes("connect()")
    before = "nothing is sent while connect() runs" if gated.is_quiet() else gated.read()
    gated.go()
    seen = [before, gated.read()]
    lingering = truth.open("lingering")
    lingering.send("hello")
    seen.append(lingering.read())
    lingering.close(1000)
    seen += [lingering.read(), lingering.note("disconnect")]
    lingering.go()
    return [*seen, lingering.note("ended")]


@observes("1b")
def test_the_inherited_connect_accepts(truth):
    return [truth.connect("inheriting").read()]


@observes("2")
def test_connect_that_decides_nothing_is_refused_late_or_never(truth, truth_servers):
    """Daphne's handshake timeout is no option of its own: its 5 s are waited for while other tests run."""
    undecided = truth.undecided
    refused = truth_servers["daphne"].undecided.note("disconnect")
    if truth.name == "daphne":
        return [undecided.read(), refused]
    return ["nothing in that time" if undecided.is_quiet() else undecided.read(), *undecided.notes()]


@observes("2b")
def test_a_task_may_accept_after_connect_has_returned(truth):
    later = truth.connect("later")
    later.notes("connect() returns")
    before = "nothing is sent" if later.is_quiet() else later.read()
    later.go()
    return [before, later.read()]


@observes("3")
def test_a_close_before_accept_refuses(truth):
    seen = []
    for case in ("refusing", "refusing-with-code"):
        refused = truth.connect(case)
        seen += [*refused.rest(), *refused.notes("ended")]
    return seen


@observes("4")
def test_exceptions_decide_a_handshake(truth):
    return [truth.connect(case).read() for case in ("denying", "accepting")]


@observes("5")
def test_an_exception_in_connect_is_http_500(truth):
    raising = truth.connect("raising-in-connect")
    return [*raising.rest(), *raising.notes("raised")]


@observes("6b")
def test_a_frame_before_the_101_is_lost_or_held(truth):
    lost = truth.connect("gated", early=text_frame("same segment"))
    lost.notes("connect()")
    lost.go()
    lost.read()
    lost.send("after")
    held = truth.connect("gated")
    held.notes("connect()")
    held.send_raw(text_frame("a moment later"))
    held.go()
    return [lost.read(), held.read(), held.read()]


@observes("7")
def test_a_send_before_accept_raises(truth):
    early = truth.connect("early-send")
    return [*early.rest(), *early.notes("raised")]


@observes("10")
def test_a_path_without_a_route_is_http_500(truth):
    lost = truth.connect("no/such/route")
    return [*lost.rest(), *lost.notes("raised")]


@observes("11")
def test_a_foreign_origin_is_refused(truth):
    port = truth.port
    origins = (
        f"http://127.0.0.1:{port}",
        "https://127.0.0.1:1",
        "https://evil.example",
        "null",
        None,
    )
    answers = []
    for origin in origins:
        headers = [("Origin", origin)] if origin else []
        answers.append(truth.connect("origin", headers=headers).read())
    return answers


@observes("deadline")
def test_our_deadline_refuses_an_undecided_handshake(truth, settings):
    undecided = truth.connect("deadline")
    seconds = settings.LIVE_DEMO["HANDSHAKE_SECONDS"]
    return [*undecided.rest(), *undecided.notes("ended"), f"on this site after {seconds:g} s"]


@observes("41")
def test_a_token_in_the_query_string_stands_in_a_log(truth, own_truth):
    """The access log of each server, switched on as its documentation says."""
    options = ("--verbosity=1", "--access-log=-") if truth.name == "daphne" else ("--log-level=info",)
    server = own_truth(*options)
    asked = server.open("noting", query="token=t-1815")
    log = server.log_text(f"/noting/{asked.key}/")
    return [
        "the path" if f"/noting/{asked.key}/" in log else "no path",
        "the token" if "t-1815" in log else "no token",
    ]
