"""The states of a run's page: one at a time, with one text each, whatever happens in which order."""

import pytest
from playwright.sync_api import expect

from tests.support.servers import ROOT

MODULE = (ROOT / "tutorial" / "static" / "js" / "run_states.js").read_text()
PLAY = """async ([source, events]) => {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
    const { EVENTS, FIRST, STATES, endOf, isBusy, moved } = await import(url)
    let state = FIRST
    const seen = []
    for (const [event, detail = {}] of events) {
        state = moved(state, event === 'close' ? endOf(state, detail) : event, detail)
        seen.push([state.name, state.text, state.kind, isBusy(state)])
    }
    return { seen, EVENTS, STATES: Object.keys(STATES) }
}"""
ALL = """async ([source]) => {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
    const { EVENTS, FIRST, STATES, moved } = await import(url)
    return Object.keys(STATES).flatMap((name) => EVENTS.map((event) => {
        const before = { ...FIRST, name }
        const after = moved(before, event, { reason: 'Why.', failures: 1, limit: 6 })
        return [name, event, after === before ? '' : after.name]
    }))
}"""
REFUSED = "The handshake was refused."
BEGIN = [["start"], ["created"]]


@pytest.fixture
def played(empty_page):
    """What the page says after each of these events."""
    return lambda *events: empty_page.evaluate(PLAY, [MODULE, list(events)])["seen"]


def test_every_event_leads_from_a_state_to_one_other_or_cannot_happen_there(empty_page):
    moves = empty_page.evaluate(ALL, [MODULE])
    allowed = {(name, event): to for name, event, to in moves if to}
    assert {event for name, event, _ in moves} == {event for _, event in allowed}
    assert {name for name, to in allowed if to == "start"} == {"idle", "ended"}
    assert {to for (_, event), to in allowed.items() if event == "opened"} == {"open"}
    assert {name for name, event in allowed if event == "opened"} == {"connecting"}
    assert {name for name, event in allowed if event == "refused"} == {"connecting"}
    assert {name for name, event in allowed if event == "lost"} == {"open", "closing"}
    assert not {("ended", event) for event in ("opened", "closed", "lost", "refused", "recorded")} & set(
        allowed
    )


def test_a_run_goes_from_state_to_state(played):
    clean = {"code": 1000, "wasClean": True}
    seen = played(*BEGIN, ["opened"], ["leave"], ["close", clean], ["start"])
    assert [name for name, *_ in seen] == ["starting", "connecting", "open", "closing", "ended", "starting"]
    assert [busy for *_, busy in seen] == [True, True, True, True, False, True]
    assert seen[4][1].startswith("The run is over now.")  # how it ended is for the server to say
    assert seen[5][1].startswith("Connecting.")


def test_an_end_says_nothing_over_what_the_server_has_told_or_over_a_lost_watch_socket(played):
    clean = {"code": 1000, "wasClean": True}
    told = played(*BEGIN, ["opened"], ["close", {**clean, "isTold": True}])
    assert told[-1][:2] == ["ended", told[-2][1]]
    lost = played(*BEGIN, ["opened"], ["watchAway", {"failures": 1, "limit": 6}], ["close", clean])
    assert lost[-1][:3] == ["ended", *lost[-2][1:3]]


def test_a_refusal_is_told_once_whoever_is_first(played):
    lost = {"code": 1006, "wasClean": False}
    (*_, after) = played(*BEGIN, ["close", lost])
    assert (after[0], after[1][:20], after[2]) == ("ended", "The run is over now.", "")
    (*_, after) = played(*BEGIN, ["close", lost], ["untold", {"how": "refused"}])
    assert (after[0], after[1][:26], after[2]) == ("ended", REFUSED, "refused")
    told = played(*BEGIN, ["recorded"], ["close", {**lost, "isTold": True}])
    assert [name for name, *_ in told] == ["starting", "connecting", "closing", "ended"]
    assert REFUSED not in told[-1][1]


def test_a_cut_comes_back_and_a_loss_does_not(played):
    lost = {"code": 1006, "wasClean": False}
    seen = played(*BEGIN, ["opened"], ["close", {**lost, "comesBack": True}], ["created"], ["opened"])
    assert [name for name, *_ in seen][2:] == ["open", "reconnecting", "connecting", "open"]
    (*_, after) = played(*BEGIN, ["opened"], ["close", lost], ["untold", {"how": "lost"}])
    assert (after[0], after[2]) == ("ended", "lost")


def test_what_failed_gives_connect_back_and_a_late_close_changes_nothing(played):
    failed = [["failed", {"reason": "Why."}], ["close", {"code": 1006, "wasClean": False}], ["watchBack"]]
    for before in (BEGIN[:1], BEGIN, [*BEGIN, ["opened"]]):
        assert [each[:3] for each in played(*before, *failed)[-3:]] == [["idle", "Why.", "lost"]] * 3


def test_a_what_if_that_is_refused_while_its_record_is_late_says_first_nothing_then_what_it_knows(visit):
    """The watch socket is held back, as under load: the page knows only what its own socket says."""
    held, visitor = [], visit()
    page, visitor.allowed = visitor.open(), ("Unexpected response code: 403",)  # the route ends with its page

    def hold(socket):
        to_server = socket.connect_to_server()
        socket.on_message(lambda message: to_server.send(message))
        to_server.on_message(lambda message: held.append(lambda: socket.send(message)))
        to_server.on_close(lambda code, reason: held.append(lambda: socket.close(code=code, reason=reason)))

    page.route_web_socket("**/ws/watch/**", hold)
    page.goto("/learn/django-channels/websocket-support/live/?what_if=close_in_connect")
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.locator("#live")).to_have_attribute("data-state", "ended")
    expect(page.locator("#live-message")).to_contain_text(REFUSED)
    expect(page.locator("#running")).to_have_text("run ended")
    expect(page.locator("#now")).to_contain_text("The server has not told yet which lines have run.")
    expect(page.locator("#countdown")).to_be_hidden()
    for release in held:
        release()
    expect(page.locator("#now")).not_to_contain_text("Nothing of this run")
    expect(page.locator("#running")).to_have_text("run ended")
