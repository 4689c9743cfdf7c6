"""A mystery in Chromium: causes are ruled out, guessed and named."""

from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at
from tests.browser.live_page import PATH


def test_a_mystery_keeps_what_is_ruled_out_counts_guesses_and_shows_its_code_when_named(what_if_page):
    page = what_if_page.page
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{PATH}?diagnose")
    page.get_by_role("button", name="Give me a hidden fault").click()
    expect(page.locator(".pane-code")).to_contain_text("The code is hidden")
    assert axe_violations_at(page, 390) == []
    mark = page.get_by_label("ruled out: A slow await")
    with page.expect_response(lambda response: response.url.endswith("/ruled-out/")):
        mark.check()
    expect(page.locator(".cause-row .title", has_text="A slow await")).to_have_css(
        "text-decoration-line", "line-through"
    )
    page.reload()
    expect(mark).to_be_checked()
    expect(page.get_by_label("A slow await", exact=True)).to_be_enabled()
    for width, height in (
        (390, 844),
        (820, 1180),
        (1024, 768),
        (1440, 900),
    ):  # each title has room, beside what one presses
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.querySelector('.screen').scrollIntoView()")
        expect(page.get_by_role("button", name="Connect", exact=True)).to_be_in_viewport(ratio=1)
        title = page.locator(".cause-row .title", has_text="close(4001) in connect()")
        expect(title).to_be_in_viewport()
        assert title.bounding_box()["width"] > 100, width
        if width < 1024:  # below them a tab shows one pane, and the causes have all of its room
            bottoms = [page.locator(each).bounding_box() for each in (".screen", ".screen .cause")]
            screen, cause = (box["y"] + box["height"] for box in bottoms)
            assert abs(screen - cause) < 2, f"{width}: {screen - cause} px below the causes are empty"

    page.get_by_label("A slow await", exact=True).check()
    page.get_by_role("button", name="Name it").click()
    expect(page.locator("body")).to_contain_text("Run it at least once")
    page.get_by_role("button", name="Connect").click()
    close = page.get_by_role("button", name="Close", exact=True)
    again = page.get_by_role("button", name="Connect again")
    expect(close.and_(page.locator(":enabled")).or_(again)).to_be_visible()
    if close.is_enabled():
        close.click()
    expect(page.locator("#live-message")).to_contain_text("Replay this run")
    assert "class ChatConsumer" not in page.content()
    for number in range(10):
        page.locator(".cause [name=cause]").nth(number).check()
        page.get_by_role("button", name="Name it").click()
        told = page.get_by_text(f"{number + 1} wrong guess")
        expect(page.locator("#solved").or_(told)).to_be_visible()
        if page.locator("#solved").count():
            break
        expect(page.locator("#frames")).to_contain_text(
            "GET /ws/lab/"
        )  # a wrong guess leaves the run in view
    expect(page.locator("#solved")).to_contain_text("It was:")
    expect(page.locator("#solved")).to_contain_text("class ChatConsumer")
    expect(page.locator("#live")).to_contain_text("You have diagnosed 1 of 10")


def test_on_a_phone_all_ticks_of_the_second_socket_are_in_sight_above_the_causes(visit):
    page = visit(viewport={"width": 390, "height": 844}).page
    page.goto("/learn/django-channels/async-and-sync/live/?diagnose")
    page.get_by_role("button", name="Give me a hidden fault").click()
    page.get_by_role("button", name="Connect").click()
    ticks = page.locator("#ticks li")
    expect(ticks).to_have_count(12)
    pane = page.locator(".pane-state").evaluate("(pane) => [pane.scrollHeight, pane.clientHeight]")
    assert pane[0] <= pane[1]
    causes = page.get_by_role("tab", name="Cause")
    for part in (ticks.first, ticks.last, causes):
        expect(part).to_be_in_viewport(ratio=1)
    place = causes.bounding_box()
    expect(ticks.first).not_to_contain_text("tick 1:")  # a later one has come
    assert causes.bounding_box() == place
