"""Claims on the user and the session of an open socket."""

from tests.truth.claims import observes


@observes("19")
def test_logout_leaves_an_open_socket_as_it_is(truth):
    with truth.browse() as browser:
        headers = signed_in(browser)
        seen = []
        old = truth.open("who", headers=headers)
        old.send("who?")
        seen.append(f"signed in: {old.read()}")
        browser.get("/sign-out/")
        old.send("who?")
        seen.append(f"signed out: {old.read()}")
        new = truth.open("who", headers=headers)
        new.send("who?")
    return [*seen, f"a new socket: {new.read()}"]


def signed_in(browser, name="ada"):
    """The header of a browser that is now signed in."""
    browser.get("/sign-in/", params={"name": name})
    return [("Cookie", "; ".join(f"{name}={value}" for name, value in browser.cookies.items()))]


@observes("19-get_user")
def test_get_user_on_an_open_socket_after_a_change_of_its_user(truth):
    seen = []
    for change in ("sign-out", "new-password", "deactivate"):
        with truth.browse() as browser:
            socket = truth.open("asking-again", headers=signed_in(browser, change))
            browser.get(f"/{change}/")
        socket.send("who?")
        seen.append(f"{change}: {socket.read()}")
    return seen


@observes("19-session")
def test_what_a_consumer_writes_to_its_session(truth):
    with truth.browse() as browser:
        headers = signed_in(browser)
    first, seen = truth.open("session", headers=headers), []
    for what, sent in (
        ("written", "hello"),
        ("read there", "read"),
        ("read in a new one", "read"),
        ("saved", "save"),
        ("read in a new one", "read"),
    ):
        socket = truth.open("session", headers=headers) if "new" in what else first
        socket.send(sent)
        seen.append(f"{what}: {socket.read()}")
    return seen
