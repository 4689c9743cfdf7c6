"""The bench in Chromium: what happens is in sight at every width, and goes at the learner's pace."""

import time

import pytest
from playwright.sync_api import expect
from websockets.sync.client import connect as open_socket

from tests.browser.axe import axe_violations_at, is_sideways
from tests.browser.client_lines import lab_of, lines_noted, places_of
from tests.browser.visitors import listening
from tests.support.servers import PATIENCE

COURSE = "/learn/django-channels"
LABS = {
    "websocket-support": ("hello", "message_buffer"),
    "routing": ("hello", "count"),
    "accept-refuse-close": ("hello", "state"),
    "frames": ('{"add": 2}', "total"),
    "groups": ("hello", "seen"),
    "who-is-it": ("hello", "name"),
    "async-and-sync": ("May", "done"),
    "when-it-breaks": ("1", "sent"),
}
"""For each lesson a message, and a variable to look at."""
SEND = "form[data-send] button:not([type])"
SIZES = [(390, 844), (820, 1180), (1024, 768), (1440, 900), (1920, 1080), (2560, 1440)]


def connected(page, lesson):
    page.goto(f"{COURSE}/{lesson}/live/")
    connect(page, lesson)


def connect(page, lesson):
    path = page.locator("[data-path]")
    if path.count() and lesson == "accept-refuse-close":
        path.fill("door/ada/")
    page.locator("[data-connect] button.primary").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")


def send(page, text):
    page.get_by_label("Message", exact=True).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


@pytest.fixture(scope="module")
def learner(visitors):
    """One visitor for all lessons."""
    with visitors.checked() as make:
        yield make()


@pytest.fixture
def next_page(learner):
    """The page of the visitor who goes from lesson to lesson; it may complain of nothing."""
    yield learner.page
    assert learner.complaints == []


@pytest.mark.parametrize("lesson", LABS)
def test_what_a_send_does_is_in_sight_at_every_width_and_the_wire_names_the_lines_that_have_run(
    next_page, lesson
):
    page = next_page
    text, variable = LABS[lesson]
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[0], strict=True)))
    page.goto(f"{COURSE}/{lesson}/live/")
    lab = lab_of(page)
    with lines_noted(page, lab):
        connect(page, lesson)
        send(page, text)
        expect(page.locator("#frames .frame").nth(3)).to_be_attached()
        expect(page.locator('.frame[data-runs="message"]')).not_to_have_count(0)
        is_in_sight(page, variable)
        page.get_by_role("button", name="Close", exact=True).click()
        expect(page.locator("#live-message")).to_have_attribute("data-kind", "ended")
        expect(page.locator("[data-browser-says]")).to_contain_text("onclose runs")  # no frame tells of it
    places = places_of(lab)
    named = page.locator(".frame").evaluate_all("(all) => all.map(({ dataset }) => dataset.runs)")
    ran = page.evaluate("() => ran")
    assert sorted(ran) == sorted([*(places[name] for name in named), places["close"]])
    assert [line for line in ran if line != places["close"]] == [places[name] for name in named]
    assert ran[-1] == places["close"]


OUT_OF_SIGHT = """(selectors) => new Promise((resolve) => {
    const parts = selectors.map((each) => [...document.querySelectorAll(each)])
    const missing = selectors.filter((_, at) => parts[at].length !== 1)
    if (missing.length) return resolve(missing)
    const isSeen = (part, entries) =>
        entries.some(({ target, intersectionRatio }) => target === part && intersectionRatio >= 1)
    const look = (entries, observer) => {
        observer.disconnect()
        resolve(selectors.filter((_, at) => !isSeen(parts[at][0], entries)))
    }
    const observer = new IntersectionObserver(look)
    for (const [part] of parts) observer.observe(part)
})"""
"""Those of the parts that are not wholly in sight, of the page and of their pane, or are not there once."""
MEASURE = """() => ({
    lines: document.querySelector('.pane-code .scroller').clientHeight / 21,
    sideways: document.documentElement.scrollWidth > innerWidth,
})"""


def is_in_sight(page, variable):
    """The marked line, the value of `variable` and the button, at each of `SIZES`."""
    parts = [".pane-code li[aria-current]", f"#value-{variable}", SEND]
    expect(page.locator(SEND)).to_have_accessible_name("Send")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        deadline = time.monotonic() + PATIENCE
        while out := page.evaluate(OUT_OF_SIGHT, parts):
            assert time.monotonic() < deadline, (width, out)
        seen = page.evaluate(MEASURE)
        assert not seen["sideways"], width
        assert seen["lines"] >= 7, width


def pace(page, name):
    page.get_by_role("combobox", name="Pace").select_option(name)


def test_line_by_line_each_key_brings_the_next_line_and_the_way_back(page):
    connected(page, "websocket-support")
    expect(page.locator("#value-connection_state")).to_have_text("'Accepted'")
    pace(page, "line by line")
    send(page, "hi")
    expect(page.locator("#lab-event")).to_contain_text("echo: hi")
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


def test_a_lane_leads_to_the_point_that_set_its_value(page):
    page.goto(f"{COURSE}/websocket-support/step/#point-21")
    expect(page.locator("#place")).to_have_text("Point 21 of 21")
    lane = page.locator("[data-lane=message_buffer]")
    lane.get_by_role("button", name="on: ['hello']", exact=False).first.click()
    expect(page.locator("#value-message_buffer")).to_have_text("['hello']")
    expect(page.locator("#line-16 .set[data-now]")).to_have_text("message_buffer ['hello']")
    expect(lane.locator("[aria-current]")).to_have_text("['hello']")


def test_two_browsers_on_one_bench_show_every_step_of_the_group(visit):
    page = visit(viewport={"width": 390, "height": 900}).page
    connected(page, "groups")
    send(page, "from A")
    expect(page.locator("#times-5")).to_have_text("1×")
    page.get_by_role("button", name="Open browser B").click()
    other = page.get_by_role("region", name="Browser B")
    other.get_by_role("textbox", name="Text from B").fill("from B")
    other.get_by_role("button", name="Send from B").click()
    for step in range(1, 8):
        expect(page.locator(f"#times-{step}")).to_have_text("1×")
    expect(page.locator("#value-seen")).to_have_text("['from A', 'from B']")
    expect(page.locator("#value-seen-b")).to_have_text("['from B']")
    for row in ("#value-in_groups", "#value-in_groups-b"):
        expect(page.locator(row)).to_have_text("['lobby']")
    heard = page.locator('[data-client="a"] .chat li')
    expect(heard).to_have_text(["from A", "from A", "from B"])
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for bubble in heard.all():
            expect(bubble, f"at {width}").to_be_in_viewport(ratio=1)
        assert not is_sideways(page), width
    expect(page.locator('.frame[data-who="b"]').last).to_contain_text("from B")
    times = page.locator(".frame").evaluate_all("(all) => all.map(({ dataset }) => Number(dataset.time))")
    assert times == sorted(times)  # one clock for both
    whose = page.locator(".frame").evaluate_all("(all) => all.map(({ dataset }) => dataset.who ?? 'a')")
    assert whose[:4] == ["a"] * 4  # what A did before B opened
    expect(page.locator("#now")).to_have_count(1)
    expect(page.locator(".stations li")).to_have_text(["A", "B", "Server", "Consumer", "Layer"])
    assert axe_violations_at(page, 1440, 390) == []
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#times-8")).to_have_text("1×")
    expect(page.locator("#value-in_groups")).to_have_text("[]")


def test_line_by_line_the_browser_has_the_state_of_the_marked_line(page):
    page.goto(f"{COURSE}/websocket-support/live/")
    page.locator("[data-speed]").select_option("line")
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.locator("#lab-state")).to_have_text("readyState 1 OPEN")
    expect(page.locator("[data-at-point]")).to_have_text("readyState 0 CONNECTING")
    expect(page.locator("[data-now-state]").first).to_have_text("now 1 OPEN")
    expect(page.locator("#ready-now")).to_have_text("0 CONNECTING")
    while page.locator("[data-at-point]").text_content():
        page.locator("[data-last]").click()  # a point that comes only now waits again
    expect(page.locator("#ready-now")).to_have_text("1 OPEN")


def test_line_by_line_no_pane_tells_the_end_of_a_what_if_before_its_line(visit):
    visitor = visit()
    visitor.allowed = ("WebSocket connection to",)
    page = visitor.page
    page.goto(f"{COURSE}/websocket-support/live/?what_if=error_in_connect")
    pace(page, "line by line")
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


def test_the_panes_of_a_small_screen_are_tabs_that_keys_move_between(visit):
    page = visit(viewport={"width": 390, "height": 844}).page
    page.goto(f"{COURSE}/websocket-support/live/")
    page.get_by_role("tab", name="Variables").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Table")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Table")).to_be_visible()
    expect(page.locator(".pane-values")).to_be_hidden()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator(".pane-values")).to_be_visible()
    expect(page.get_by_role("tab")).to_have_count(0)


def test_what_a_terminal_does_is_seen_on_the_bench(page):
    page.goto(f"{COURSE}/websocket-support/live/")
    page.get_by_role("button", name="Use your own terminal").click()
    command = page.locator("[data-terminal-command=websocat]")
    expect(command).to_contain_text("websocat 'ws://127.0.0.1")
    page.get_by_role("button", name="Back to the browser").click()
    expect(page.get_by_role("button", name="Connect", exact=True)).to_be_focused()
    page.get_by_role("button", name="Use your own terminal").click()
    expect(page.get_by_role("button", name="Copy the command for websocat")).to_be_visible()
    expect(page.locator("#live")).to_have_attribute("data-state", "terminal")
    address = command.inner_text().split("'")[1]
    with open_socket(address, proxy=None) as terminal:
        terminal.send("typed elsewhere")
        assert terminal.recv() == "echo: typed elsewhere"
        expect(page.locator("#value-message_buffer")).to_contain_text("echo: typed elsewhere")
    expect(page.get_by_role("link", name="Replay this run")).to_be_visible()
    with pytest.raises(Exception, match="403"):
        open_socket(address, proxy=None)


def test_a_page_cannot_use_the_address_of_a_terminal(page, daphne):
    page.goto(f"{COURSE}/websocket-support/live/")
    page.get_by_role("button", name="Use your own terminal").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "terminal")
    address = page.locator("[data-terminal-command=websocat]").inner_text().split("'")[1]
    with pytest.raises(Exception, match="403"):
        open_socket(address, origin=daphne.url, proxy=None)


FAULTS = """() => {
    const brokenNames = () => {
        const broken = []
        const texts = document.createTreeWalker(document.querySelector('.screen'), NodeFilter.SHOW_TEXT)
        while (texts.nextNode()) {
            const text = texts.currentNode
            if (!text.parentElement.closest('.source code, .execution, .tracker th')) continue
            for (const { 0: name, index } of text.data.matchAll(/\\w+/g)) {
                const range = document.createRange()
                range.setStart(text, index)
                range.setEnd(text, index + name.length)
                const tops = [...range.getClientRects()].map(({ top }) => Math.round(top))
                if (new Set(tops).size > 1) broken.push(`broken: ${name}`)
            }
        }
        return broken
    }
    const isCut = ({ left, right }) => left < -1 || right > innerWidth + 1
    const cut = () => [...document.querySelectorAll(':is(.screen, header) :is(button, a, select, input)')]
        .filter((each) => each.checkVisibility() && !each.closest('.ways, .bench-tabs'))
        .filter((each) => isCut(each.getBoundingClientRect()))
        .map((each) => `cut: ${each.outerHTML}`)
    const tabs = [...document.querySelectorAll('[role=tab]')].filter((each) => each.checkVisibility())
    const ofTab = (tab) => {
        tab.click()
        const isShown = document.getElementById(tab.getAttribute('aria-controls')).checkVisibility()
        const faults = [...(isShown ? [] : ['hidden']), ...brokenNames(), ...cut()]
        return faults.map((fault) => `${tab.textContent.trim()}: ${fault}`)
    }
    return [tabs.length, tabs.flatMap(ofTab)]
}"""
"""How many tabs there are, and for each the names that break and what is cut."""


@pytest.mark.parametrize("lesson", LABS)
def test_at_double_zoom_and_on_a_phone_nothing_is_cut_and_no_name_breaks(next_page, lesson):
    page = next_page
    page.set_viewport_size({"width": 720, "height": 450})  # what 1440 x 900 has at 200 %
    page.goto(f"{COURSE}/{lesson}/step/")
    for width, height in ((720, 450), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        tabs, faults = listening(page).evaluate(FAULTS)
        assert tabs >= 3, width
        assert faults == [], width
        assert not is_sideways(page), width


PLACES = """() => {
    const names = ['pane-code', 'pane-wire', 'pane-steps', 'pane-values', 'what-ifs']
    const panes = [...document.querySelectorAll(names.map((name) => `.screen .${name}`))]
    return panes.map((pane) => [pane.classList[0], Math.round(pane.getBoundingClientRect().left)]).sort()
}"""


def test_on_a_wide_screen_a_what_if_has_each_pane_where_the_lab_as_written_has_it(visit):
    page = visit(viewport={"width": 1440, "height": 900}).page
    page.goto("/learn/django-channels/websocket-support/live/")
    as_written = page.evaluate(PLACES)
    assert [name for name, _ in as_written] == [
        "pane-code",
        "pane-steps",
        "pane-values",
        "pane-wire",
        "what-ifs",
    ]
    page.goto("/learn/django-channels/websocket-support/live/?what_if=accept_forgotten")
    expect(page.locator("#live")).to_have_attribute("data-what-if", "")
    assert page.evaluate(PLACES) == as_written
    page.goto("/learn/django-channels/websocket-support/step/")
    assert page.evaluate(PLACES) == as_written[:-1]


WHOLE_LINES = """(pane) => new Promise((resolve) => {
    const look = () => {
        const height = parseFloat(getComputedStyle(pane.querySelector('li')).lineHeight)
        const cut = (room) => Math.abs(room - height * Math.round(room / height))
        const cuts = [...pane.querySelectorAll('li')].map((line) => cut(line.offsetTop - pane.scrollTop))
        if (Math.max(...cuts, cut(pane.clientHeight)) < 1.6) resolve(true)
        else requestAnimationFrame(look)
    }
    look()
})"""
"""Wait until whole lines are at the upper and at the lower edge of a pane of code."""


def test_no_half_of_a_line_stands_at_an_edge_of_the_code(page):
    connected(page, "groups")
    pane = page.locator(".pane-code .scroller")
    for times, (width, height) in enumerate(((390, 844), (1024, 768), (1440, 900)), start=1):
        page.set_viewport_size({"width": width, "height": height})
        send(page, "from A")
        expect(page.locator("#times-5")).to_have_text(f"{times}×")
        assert pane.evaluate("({ scrollHeight, clientHeight }) => scrollHeight > clientHeight"), width
        assert pane.evaluate(WHOLE_LINES), width
        pane.hover()
        page.mouse.wheel(0, -31)
        assert pane.evaluate(WHOLE_LINES), width
        page.set_viewport_size({"width": width, "height": height + 37})
        assert pane.evaluate(WHOLE_LINES), width


@pytest.mark.parametrize("way", ["live", "step", "build"])
def test_on_a_phone_the_whole_name_of_a_lesson_stands_over_its_bench(visit, way):
    page = visit(viewport={"width": 390, "height": 844}).page
    page.goto(f"/learn/django-channels/when-it-breaks/{way}/")
    name = page.locator(".lesson-head h1")
    assert name.evaluate("({ textContent }) => textContent.trim().length") > 45
    room = "(name) => [name.scrollWidth - name.clientWidth, name.scrollHeight - name.clientHeight]"
    assert name.evaluate(room) == [0, 0]
    page.locator(".screen").evaluate("(screen) => screen.scrollIntoView()")
    expect(name).to_be_in_viewport(ratio=1)
    assert name.evaluate("(name) => document.elementFromPoint(30, 16) === name"), "nothing stands over it"
