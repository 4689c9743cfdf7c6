"""The bench in Chromium at every width: what happens is in sight, and nothing is cut."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.axe import is_sideways
from tests.browser.client_lines import lab_of, lines_noted, places_of
from tests.browser.live_page import connect, press_connect, send
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
        if lesson == "accept-refuse-close":
            page.locator("[data-path]").fill("door/ada/")
        press_connect(page)
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
    cut: [...document.querySelectorAll('#live-code, #lab-event')].filter((each) => {
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = each
        if (each.matches('small')) return scrollWidth > clientWidth || scrollHeight > clientHeight
        const free = each.cloneNode(true) // as wide as its widest option
        free.style.cssText = 'position: absolute; flex: none; width: auto; min-width: 0; max-width: none'
        each.after(free)
        const isNarrow = each.offsetWidth < free.offsetWidth
        free.remove()
        return isNarrow
    }).map(({ id }) => id),
})"""


def is_in_sight(page, variable):
    """The marked line, the value of `variable` and the button, at each of `SIZES`.

    What came and the close codes are not cut.
    """
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
        assert seen["cut"] == [], width


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
    page.goto(f"{COURSE}/websocket-support/live/")
    as_written = page.evaluate(PLACES)
    assert [name for name, _ in as_written] == [
        "pane-code",
        "pane-steps",
        "pane-values",
        "pane-wire",
        "what-ifs",
    ]
    page.goto(f"{COURSE}/websocket-support/live/?what_if=accept_forgotten")
    expect(page.locator("#live")).to_have_attribute("data-what-if", "")
    assert page.evaluate(PLACES) == as_written
    page.goto(f"{COURSE}/websocket-support/step/")
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
    connect(page, f"{COURSE}/groups/live/")
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
    page.goto(f"{COURSE}/when-it-breaks/{way}/")
    name = page.locator(".lesson-head h1")
    assert name.evaluate("({ textContent }) => textContent.trim().length") > 45
    room = "(name) => [name.scrollWidth - name.clientWidth, name.scrollHeight - name.clientHeight]"
    assert name.evaluate(room) == [0, 0]
    page.locator(".screen").evaluate("(screen) => screen.scrollIntoView()")
    expect(name).to_be_in_viewport(ratio=1)
    assert name.evaluate("(name) => document.elementFromPoint(30, 16) === name"), "nothing stands over it"


IS_COVERED = """(said) => {
    const { x, bottom } = said.getBoundingClientRect()
    return !said.contains(document.elementFromPoint(x + 4, bottom - 4))
}"""


@pytest.mark.parametrize("width", [320, 360])
def test_in_a_small_low_window_what_is_said_above_and_below_the_code_is_in_sight(next_page, width, subtests):
    page = next_page
    page.set_viewport_size({"width": width, "height": 640})
    for lesson in ("websocket-support", "groups"):
        with subtests.test(lesson):
            page.goto(f"{COURSE}/{lesson}/live/")
            assert not page.locator("#live-message").evaluate(IS_COVERED)
            press_connect(page)
            expect(page.locator("#now")).to_contain_text("connect() has returned")
            expect(page.locator("#now")).to_be_in_viewport(ratio=1)
