"""The bench in Chromium at the pace of one line a press: nothing is told before its line."""

from playwright.sync_api import expect

from tests.browser.live_page import PATH, connect, send

CHOOSE_AND_HOLD = """(pace) => {
    const select = document.querySelector('[data-speed]')
    select.value = pace
    select.dispatchEvent(new Event('change', { bubbles: true }))
    const play = document.querySelector('[data-play]')
    if (play.textContent === 'Pause') play.click()
}"""
"""Choose a pace, and pause before the next line is due."""


def choose_line_by_line(page):
    page.get_by_role("combobox", name="Pace").select_option("line by line")


def send_line_by_line(page):
    """Connect and send a message. Its lines wait, and the browser has got its answer."""
    connect(page)
    expect(page.locator("#value-connection_state")).to_have_text("'Accepted'")
    choose_line_by_line(page)
    send(page, "hi")
    expect(page.locator("#lab-event")).to_contain_text("echo: hi")


def test_line_by_line_each_key_brings_the_next_line_and_the_way_back(page):
    send_line_by_line(page)
    expect(page.locator("#times-4")).to_have_text("not yet")
    following = page.get_by_role("button", name="Next line")
    expect(following).to_be_focused()
    while page.locator("#times-4").inner_text() == "not yet":
        page.keyboard.press("ArrowRight")
    expect(page.locator(".at-line [data-now]")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#line-19")).to_have_attribute("aria-current", "step")
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    expect(page.locator("#times-4")).to_have_text("not yet")
    expect(page.locator(".frame:visible")).to_have_count(3)
    page.keyboard.press("End")
    expect(page.locator("#value-message_buffer")).to_have_text("['hi', 'echo: hi']")
    expect(page.locator("#line-19 .set[data-now]")).to_have_text("message_buffer ['hi', 'echo: hi']")
    expect(page.locator("#line-19")).to_contain_text("now sets")


def test_line_by_line_the_browser_has_the_state_of_the_marked_line(page):
    page.goto(PATH)
    choose_line_by_line(page)
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.locator("#lab-state")).to_have_text("readyState 1 OPEN")
    expect(page.locator("[data-at-point]")).to_have_text("readyState 0 CONNECTING")
    expect(page.locator("[data-now-state]").first).to_have_text("now 1 OPEN")
    expect(page.locator("#ready-now")).to_have_text("0 CONNECTING")
    while page.locator("[data-at-point]").text_content():
        page.locator("[data-last]").click()  # a point that comes only now waits again
    expect(page.locator("#ready-now")).to_have_text("1 OPEN")


def test_a_run_that_waits_at_its_start_names_the_button_that_is_there_at_each_pace(page):
    page.goto(PATH)
    choose_line_by_line(page)
    page.get_by_role("button", name="Connect", exact=True).click()
    send(page, "hi")
    for pace, act in (("line", "Next line"), ("slow", "Play"), ("line", "Next line")):
        page.evaluate(CHOOSE_AND_HOLD, pace)
        expect(page.get_by_role("button", name=act, exact=True)).to_be_visible()
        expect(page.locator("#now")).to_contain_text(f"Press {act} to see its first line.")


def test_a_run_that_has_waited_line_by_line_goes_on_at_the_pace_that_is_chosen(page):
    page.goto(PATH)
    choose_line_by_line(page)
    page.get_by_role("button", name="Connect", exact=True).click()
    send(page, "hi")
    expect(page.get_by_role("button", name="Next line")).to_be_focused()
    page.get_by_role("combobox", name="Pace").select_option("normal")
    expect(page.get_by_role("button", name="Pause")).to_be_enabled()
    expect(page.locator("#value-message_buffer")).to_have_text("['hi', 'echo: hi']")
    expect(page.locator("#live")).not_to_have_attribute("data-behind", "")


def test_line_by_line_no_pane_tells_the_end_of_a_what_if_before_its_line(visit):
    visitor = visit()
    visitor.allowed = ("WebSocket connection to",)
    page = visitor.page
    page.goto(f"{PATH}?what_if=error_in_connect")
    choose_line_by_line(page)
    page.get_by_role("button", name="Connect", exact=True).click()
    grade, message = page.locator("#what-if-graded"), page.locator("#live-message")
    expect(grade).to_be_attached()
    expect(page.locator("#now")).to_contain_text("Press Next line to see its first line.")
    for shown in ("[data-at-point]", "#ready-now"):
        expect(page.locator(shown)).to_contain_text("0 CONNECTING")
    expect(message).to_contain_text("The run is over now.")
    for ahead in (grade, page.locator("#lab-state, #lab-event, #browser-message, .frame, [data-raised]")):
        assert not any(each.is_visible() for each in ahead.all())
    page.keyboard.press("End")
    expect(message).to_contain_text("ValueError at line 12 ended the run.")
    expect(grade).to_be_visible()
    expect(page.locator("[data-raised]")).to_have_attribute("data-raised", "ValueError")
    expect(page.locator("li:has([data-raised])")).to_be_in_viewport(ratio=1)
    expect(page.locator("#lab-event")).to_contain_text("close 1006")
    page.keyboard.press("Home")
    for ahead in (grade, message, page.locator("#lab-event")):
        expect(ahead).to_be_hidden()
    expect(page.locator("[data-raised]")).to_have_count(0)


def test_line_by_line_a_screen_reader_hears_each_line_and_the_focus_stays_to_the_end(page):
    send_line_by_line(page)
    heard, following = page.locator("#live-status"), page.get_by_role("button", name="Next line")
    expect(following).to_be_focused()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#live-message")).to_contain_text("The run is over now.")
    expect(following).to_be_focused()  # Enter does not throw away the lines that wait
    page.keyboard.press("Enter")
    expect(heard).to_have_text("A message has arrived and waits for receive().")
    for line in (15, 16):
        page.keyboard.press("Enter")
        expect(heard).to_contain_text(f"Line {line} is next:")
    page.keyboard.press("ArrowLeft")
    expect(heard).to_contain_text("Line 15 is next:")
    while page.locator("#value-connection_state").inner_text() != "'Closed'":
        page.keyboard.press("Enter")
    expect(heard).to_contain_text("connection_state is 'Closed'")
    expect(page.locator("#live")).not_to_have_attribute("data-behind", "")
    expect(following).to_be_focused()
