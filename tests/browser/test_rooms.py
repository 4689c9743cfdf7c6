"""A room in Chromium: several browsers in one group."""

import re

from playwright.sync_api import expect

from tests.browser.axe import axe_violations, axe_violations_at, widths_of_sideways
from tests.browser.visitors import arrive

LIVE = "/learn/django-channels/groups/live/"
REACHED = "● reached"


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


def reached(page):
    """{row: how often} of the execution table, without the rows that were not reached."""
    counts = [cell.rstrip("×") for cell in page.locator(".pane-steps td.count").all_inner_texts()]
    return {row: int(count) for row, count in enumerate(counts, start=1) if count.isdigit() and count != "0"}


def send(page, text):
    page.get_by_label("Message", exact=True).fill(text)
    page.get_by_label("Message", exact=True).press("Enter")


def test_three_meet_in_a_room_and_see_each_other_come_act_and_go(visit, subtests):
    ada, second, third = visit().page, visit(), visit()
    bob, eve = second.page, third.page
    third.allowed = ("410",)

    with subtests.test("who makes a room gets a code, with which another joins by hand"):
        ada.goto(LIVE)
        ada.get_by_role("button", name="Make a room").click()
        expect(ada.get_by_role("heading", level=1)).to_contain_text("Room")
        code = ada.locator("h1 .room-code").inner_text()
        bob.goto(LIVE)
        bob.get_by_label("Join code").fill(code.lower())
        bob.get_by_label("Join code").press("Enter")
        bob.get_by_role("button", name="Join the room").press("Enter")
        expect(bob.locator(".lede")).to_contain_text("You are Learner B")
    room = ada.url

    with subtests.test("who joins is on the page of the others, where nobody has connected"):
        join(eve, room)
        entries = ada.locator("#roster .member")
        expect(entries).to_have_text(  # the page asks now and then
            ["○ Learner A (you) not connected", "○ Learner B not connected", "○ Learner C not connected"]
        )

    pair = (ada, bob)
    members = "#xray-groups .member"
    with subtests.test("the watch socket and the X-ray are explained"):
        expect(ada.locator("#live-message")).to_contain_text("the watch socket, brings what you see here")
        expect(ada.locator("#live-message")).to_contain_text("The X-ray shows who is in which group")

    with subtests.test("a frame of one is in the table and the X-ray of the other"):
        for page in pair:
            connect(page)
        for page in pair:
            expect(page.locator(members)).to_have_text([re.compile("Learner A"), re.compile("Learner B")])
            expect(page.locator("#xray-note")).to_contain_text("what each group_send reached. Live")
        height = "() => document.querySelector('.pane-xray').getBoundingClientRect().height"
        before = ada.evaluate(height)
        bob.evaluate(TOLD)
        message = ada.get_by_label("Message", exact=True)
        expect(message).to_be_focused()
        message.fill("<b>from ada</b>")
        message.press("Enter")
        expect(bob.locator(".frame").last).to_contain_text('text "<b>from ada</b>"')
        expect(bob.locator("#times-7")).to_have_text("1×")
        for page in pair:
            row = page.locator("#xray-table tbody tr")
            expect(row).to_have_count(1)
            expect(row.locator("th")).to_contain_text("Learner A, 1")
            expect(row.locator("td")).to_have_text([REACHED] * 2)
            expect(page.locator("#xray-status")).to_have_text(
                "group_send 1 of Learner A. reached: Learner A, Learner B."
            )
            assert page.locator("#frames b, .pane-xray td b").count() == 0
            page.set_viewport_size({"width": 1440, "height": 900})
            hidden = page.locator(".xray-scroller").evaluate("it => it.scrollWidth - it.clientWidth")
            assert hidden <= 0, "the table of two members is cut at 1440"
            page.set_viewport_size({"width": 1280, "height": 720})
        expect(message).to_be_focused()

    with subtests.test("each message is told once, and nothing shifts"):
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

    with subtests.test("the table of a listener tells own messages from those of others"):
        expect(bob.locator("#times-7")).to_have_text("8×")
        assert reached(bob) == {1: 1, 2: 1, 6: 8, 7: 8}
        expect(bob.locator("#row-7")).to_have_attribute("aria-current", "step")
        expect(bob.locator(".chat li")).to_have_text(
            ["Learner A: <b>from ada</b>", *(f"Learner A: message {number}" for number in range(2, 9))]
        )
        send(bob, "of a listener")
        expect(bob.locator("#times-5")).to_have_text("1×")
        assert reached(bob) == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 8, 7: 8}
        expect(ada.locator("#times-7")).to_have_text("1×")
        assert reached(ada) == {1: 1, 2: 1, 3: 8, 4: 8, 5: 8, 6: 1, 7: 1}

    three = (ada, bob, eve)
    with subtests.test("a frame of one reaches all three"):
        connect(eve)
        expect(ada.locator("#roster [data-state=connected]")).to_have_count(3)
        send(eve, "to all three")
        for page in three:
            expect(page.locator(".frame").last).to_contain_text('text "to all three"')
            expect(page.locator("#xray-table tbody tr").first.locator("td")).to_have_text([REACHED] * 3)

    with subtests.test("axe finds nothing in a room with a run of three"):
        assert axe_violations_at(ada, 390, 820, 1440) == []
        assert widths_of_sideways(ada, 320) == []

    with subtests.test("who closes or whose tab closes has left, and keeps the last picture"):
        of_bob = ada.locator(members, has_text="Learner B").last
        bob.get_by_role("button", name="Close", exact=True).click()
        expect(bob.locator("#xray-note")).to_contain_text("As your run ended")
        expect(bob.locator("#live-message")).to_contain_text("Replay this run")
        expect(of_bob).to_contain_text("has left")
        bob.get_by_role("button", name="Connect again").click()
        expect(of_bob).to_contain_text("Learner B, socket 2 in the group")
        expect(bob.locator("#xray-note")).to_contain_text("Live")
        bob.close()
        expect(of_bob).to_contain_text("has left")

    bob = second.open()
    bob.goto(room)
    connect(bob)
    with subtests.test("who leaves the room in another tab is told so, and so are the others"):
        other_tab = third.open()
        other_tab.goto(room)
        other_tab.get_by_role("button", name="Leave the room").press("Enter")
        arrive(other_tab, re.compile(LIVE))
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

    with subtests.test("a room and a run of it lead on"):
        onward = ada.get_by_role("navigation", name="The way on")
        expect(onward.get_by_role("link", name="Back to")).to_have_attribute("href", f"{LIVE}#rooms-title")
        ada.get_by_role("button", name="Close", exact=True).click()
        ada.get_by_role("link", name="Replay this run").click()
        onward.get_by_role("link", name="Back to").click()
        arrive(ada, room)

    with subtests.test("who made the room closes it for everybody"):
        ada.get_by_text("Close the room", exact=True).click()
        ada.get_by_role("button", name="Close it for everybody").click()
        arrive(ada, re.compile(LIVE))
        expect(bob.locator("#live-message")).to_contain_text(
            "This room was closed by Learner A. The server closed"
        )
        expect(bob.locator("#live-message")).to_contain_text("Replay this run")
        expect(bob.locator("#roster")).to_contain_text("This room was closed by Learner A.")
        expect(bob.get_by_role("button", name="Leave the room")).to_be_hidden()
        new_room = bob.get_by_role("link", name="Make a new room")
        expect(new_room).to_have_attribute("href", f"{LIVE}#rooms-title")
        eve.reload()
        expect(eve.locator("#code-message")).to_contain_text("This room was closed by Learner A.")


def test_a_wrong_code_keeps_the_focus_where_it_is_mended(visitor):
    visitor.allowed = ("404",)
    page = visitor.page
    page.goto("/live/rooms/?code=wrong")
    expect(page.locator("#code-message")).to_contain_text("No room has this code")
    expect(page.get_by_label("Join code")).to_be_focused()
    assert axe_violations(page) == []
