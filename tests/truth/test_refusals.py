"""Claims on what a handshake is answered with, and by whom."""

from importlib import import_module
from inspect import signature

from tests.truth.claims import observes


@observes("31-500")
def test_an_application_that_raises_is_http_500(truth):
    return [f"{case}: {truth.connect(case).read()}" for case in ("no/such/route", "pages-only", "no-as-asgi")]


@observes("31-404")
def test_a_handshake_that_is_no_handshake_is_answered_by_pages(truth, own_truth):
    """A proxy that does not pass on Upgrade makes a handshake a request for a page."""
    with truth.browse() as browser:
        seen = [f"without Upgrade: HTTP {browser.get('/noting/1/').status_code}"]
    if truth.name == "uvicorn":
        seen.append(f"without a WebSocket library: {own_truth('--ws', 'none').connect('noting').read()}")
    return seen


@observes("32")
def test_a_star_in_allowed_hosts_lets_every_origin_in(truth):
    origins = {
        "any-origin": ("https://evil.example", "null", None),
        "subdomains": ("https://shop.learn.example", "https://evil.example"),
    }
    return [
        f"{case} {origin}: {truth.connect(case, headers=[('Origin', origin)] if origin else []).read()}"
        for case, tried in origins.items()
        for origin in tried
    ]


@observes("33")
def test_accept_with_a_header(truth):
    return [truth.connect("cookie").read()]


@observes("36")
def test_a_connect_that_takes_long(truth, truth_servers):
    """Both wait from the start of the suite; Uvicorn's goes on when Daphne has given up its own."""
    dropped = truth_servers["daphne"].slow.rest()
    if truth.name == "daphne":
        return dropped
    truth.slow.go()
    return [truth.slow.read()]


@observes("38")
def test_every_leading_slash_is_dropped(truth):
    return [truth.connect("/noting").read(), truth.connect("//noting").read()]


@observes("38-re_path")
def test_re_path_searches_the_whole_path(truth):
    return [
        f"{case}: {truth.connect(f'{case}/first/old/rooms').read()}"
        for case in ("anywhere", "from-the-start")
    ]


@observes("40")
def test_compression_is_agreed_on(truth):
    return [truth.connect("noting", headers=[("Sec-WebSocket-Extensions", "permessage-deflate")]).read()]


@observes("30")
def test_a_socket_has_a_longest_life(truth, own_truth):
    if truth.name == "uvicorn":
        options = signature(import_module("uvicorn").Config).parameters
        return [name for name in options if "ws" in name and "timeout" in name]
    default = import_module("daphne.cli").CommandLineInterface().parser.get_default("websocket_timeout")
    server = own_truth("--websocket_timeout", "1")
    return [server.open("noting").read(), f"by default after {default} s"]
