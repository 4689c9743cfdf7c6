"""A room in Chromium: two browsers in one group."""

import re

import pytest
from django.utils.crypto import get_random_string
from playwright.sync_api import expect

from tests.browser.axe import axe_violations, axe_violations_at, widths_of_sideways
from tests.browser.visitors import arrive

LIVE = "/learn/odd/groups/live/"


@pytest.fixture
def pair(visit, daphne):
    """The pages of two learners in one room."""
    return meet(visit, daphne, "odd/groups")


def meet(visit, daphne, lesson):
    """Two learners whose room is made and joined by what the buttons send."""
    ada, bob = visit().page, visit().page
    room = led_to(ada, daphne, f"/live/{lesson}/rooms/")
    led_to(bob, daphne, f"{room}join/")
    for page in (ada, bob):
        page.goto(room)
    return ada, bob


def led_to(page, daphne, address):
    """Where a form leads that the page's browser sends to `address`."""
    token = get_random_string(32)
    page.context.add_cookies([{"name": "csrftoken", "value": token, "url": daphne.url}])
    answer = page.request.post(address, headers={"X-CSRFToken": token}, max_redirects=0)
    assert answer.status == 302, answer.text()
    return answer.headers["location"]


def meet_by_hand(visit, lesson):
    ada, bob = visit().page, visit().page
    ada.goto(lesson)
    ada.get_by_role("button", name="Make a room").click()
    expect(ada.get_by_role("heading", level=1)).to_contain_text("Room")
    code = ada.locator("h1 .room-code").inner_text()
    bob.goto(lesson)
    bob.get_by_label("Join code").fill(code.lower())
    bob.get_by_label("Join code").press("Enter")
    bob.get_by_role("button", name="Join the room").press("Enter")
    expect(bob.locator(".lede")).to_contain_text("You are Learner B")
    return ada, bob


def join(page, url):
    page.goto(url)
    page.get_by_role("button", name="Join the room").click()


def connect(page):
    page.get_by_role("button", name="Connect").press("Enter")
    expect(page.locator("#live")).to_have_attribute("data-state", "open")


TOLD = """() => {
    window.told = []
    for (const id of ['xray-status', 'live-status']) {
        const status = document.getElementById(id)
        const note = () => status.textContent && window.told.push(status.textContent)
        new MutationObserver(note).observe(status, {childList: true})
    }
}"""


def test_a_frame_of_one_is_in_the_table_and_the_xray_of_the_other_told_once_and_nothing_shifts(pair):
    ada, bob = pair
    for page in pair:
        connect(page)
    for page in pair:
        expect(page.locator("#xray-groups .member")).to_have_text(
            [re.compile("Learner A"), re.compile("Learner B")]
        )
    height = "() => document.querySelector('.pane-xray').getBoundingClientRect().height"
    before = ada.evaluate(height)
    bob.evaluate(TOLD)
    message = ada.get_by_label("Message", exact=True)
    expect(message).to_be_focused()
    message.fill("<b>from ada</b>")
    message.press("Enter")
    expect(bob.locator(".frame").last).to_contain_text('text "<b>from ada</b>"')
    expect(bob.locator("#times-4")).to_have_text("1×")
    for page in pair:
        row = page.locator("#xray-table tbody tr")
        expect(row).to_have_count(1)
        expect(row.locator("th")).to_contain_text("Learner A, 1")
        expect(row.locator("td")).to_have_text(["● reached", "● reached"])
        expect(page.locator("#xray-status")).to_have_text(
            "group_send 1 of Learner A. reached: Learner A, Learner B."
        )
        assert page.locator("#frames b, .pane-xray td b").count() == 0
    expect(message).to_be_focused()

    for number in range(2, 9):
        message.fill(f"message {number}")
        ada.get_by_role("button", name="Send").press("Enter")
        expect(ada.locator("#xray-table tbody tr")).to_have_count(number)
        expect(bob.locator("#xray-status")).to_contain_text(f"group_send {number} of Learner A. reached")
    assert ada.evaluate(height) == before
    told = bob.evaluate("() => window.told")
    assert [text for text in told if "group_send" in text] == [
        f"group_send {number} of Learner A. reached: Learner A, Learner B." for number in range(1, 9)
    ]
    assert [told.count(text) for text in told] == [1] * len(told)


def reached(page):
    """{row: how often} of the execution table, without the rows that were not reached."""
    counts = [cell.inner_text().rstrip("×") for cell in page.locator(".pane-steps td.count").all()]
    return {row: int(count) for row, count in enumerate(counts, start=1) if count.isdigit() and count != "0"}


def send(page, text):
    page.get_by_label("Message", exact=True).fill(text)
    page.get_by_label("Message", exact=True).press("Enter")


def test_the_table_of_a_listener_tells_own_messages_from_those_of_others(visit, daphne):
    ada, bob = meet(visit, daphne, "django-channels/groups")
    for page in (ada, bob):
        connect(page)
    for text in ("one", "two"):
        send(bob, text)
        expect(ada.locator(".frame").last).to_contain_text(f'text "{text}"')
    expect(ada.locator("#times-7")).to_have_text("2×")
    assert reached(ada) == {1: 1, 2: 1, 6: 2, 7: 2}
    expect(ada.locator("#row-7")).to_have_attribute("aria-current", "step")
    expect(ada.locator(".chat li")).to_have_text(["Learner B: one", "Learner B: two"])
    send(ada, "three")
    expect(ada.locator("#times-5")).to_have_text("1×")
    assert reached(ada) == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2}
    expect(bob.locator("#times-7")).to_have_text("1×")
    assert reached(bob) == {1: 1, 2: 1, 3: 2, 4: 2, 5: 2, 6: 1, 7: 1}


def test_who_closes_or_whose_tab_closes_is_shown_as_left_and_keeps_the_last_picture(pair):
    for page in pair:
        connect(page)
    ada, bob = pair
    expect(ada.locator("#xray-groups .member")).to_have_count(2)
    bob.get_by_role("button", name="Close", exact=True).click()
    expect(bob.locator("#xray-note")).to_contain_text("As your run ended")
    expect(bob.locator("#live-message")).to_contain_text("Replay this run")
    expect(ada.locator("#xray-groups .member").last).to_contain_text("has left")
    bob.get_by_role("button", name="Connect again").click()
    expect(ada.locator("#xray-groups .member").last).to_contain_text("Learner B, socket 2 in the group")
    expect(bob.locator("#xray-note")).to_contain_text("Live")
    bob.close()
    expect(ada.locator("#xray-groups .member").last).to_contain_text("has left")


def test_three_who_meet_by_hand_in_a_room_see_each_other_come_act_and_go_and_axe_finds_nothing(visit):
    ada, bob = meet_by_hand(visit, LIVE)
    third = visit()
    third.allowed = ("410",)
    eve = third.page
    join(eve, ada.url)
    entries = ada.locator("#roster .member")
    expect(entries).to_have_text(  # nobody has connected: the page asks now and then
        ["○ Learner A (you) not connected", "○ Learner B not connected", "○ Learner C not connected"]
    )
    three = (ada, bob, eve)
    for page in three:
        connect(page)
    expect(ada.locator("#roster [data-state=connected]")).to_have_count(3)
    eve.get_by_label("Message", exact=True).fill("to all three")
    eve.get_by_label("Message", exact=True).press("Enter")
    for page in three:
        expect(page.locator(".frame").last).to_contain_text('text "to all three"')
        expect(page.locator("#xray-table tbody td")).to_have_text(["● reached"] * 3)
    assert axe_violations_at(ada, 390, 820, 1440) == []
    assert widths_of_sideways(ada, 320) == []

    other_tab = third.open()
    other_tab.goto(ada.url)
    other_tab.get_by_role("button", name="Leave the room").click()
    expect(eve.locator("#live-message")).to_contain_text(
        "You left this room. The server closed your lab socket"
    )
    expect(eve.locator("#lab-event")).to_contain_text("4011")
    expect(eve.locator("#roster")).to_contain_text("Join it again")
    expect(entries.last).to_have_text("– Learner C has left")
    # Of the room and of its group, in either order.
    expect(ada.locator("#xray-status")).to_contain_text(
        re.compile("Learner C(: has left,| has left the room)")
    )
    expect(bob.locator("#live")).to_have_attribute("data-state", "open")

    ada.get_by_text("Close the room", exact=True).click()
    ada.get_by_role("button", name="Close it for everybody").click()
    arrive(ada, re.compile("/learn/odd/groups/live/"))
    expect(bob.locator("#live-message")).to_contain_text(
        "This room was closed by Learner A. The server closed"
    )
    expect(bob.locator("#live-message")).to_contain_text("Replay this run")
    expect(bob.locator("#roster")).to_contain_text("This room was closed by Learner A.")
    expect(bob.get_by_role("button", name="Leave the room")).to_be_hidden()
    expect(bob.get_by_role("link", name="Make a new room")).to_have_attribute("href", f"{LIVE}#rooms-title")
    eve.reload()
    expect(eve.locator("#code-message")).to_contain_text("This room was closed by Learner A.")


def test_a_room_a_run_of_it_and_leaving_it_lead_on(pair):
    ada, bob = pair
    onward = ada.get_by_role("navigation", name="The way on")
    expect(onward.get_by_role("link", name="Back to")).to_have_attribute("href", f"{LIVE}#rooms-title")
    room = ada.url
    connect(ada)
    ada.get_by_role("button", name="Close", exact=True).click()
    ada.get_by_role("link", name="Replay this run").click()
    onward.get_by_role("link", name="Back to").click()
    arrive(ada, room)
    bob.get_by_role("button", name="Leave the room").press("Enter")
    arrive(bob, re.compile("/learn/odd/groups/live/"))


def test_a_wrong_code_keeps_the_focus_where_it_is_mended(visitor):
    visitor.allowed = ("404",)
    page = visitor.page
    page.goto("/live/rooms/?code=wrong")
    expect(page.locator("#code-message")).to_contain_text("No room has this code")
    expect(page.get_by_label("Join code")).to_be_focused()
    assert axe_violations(page) == []
