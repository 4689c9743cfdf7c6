"""What holds for every page: axe finds nothing, nothing shifts, no other host is asked, keys suffice."""

import re
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.urls import URLPattern, get_resolver, resolve
from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at
from tests.browser.live_page import connect, send
from tests.browser.visitors import Visitor, arrive, listening
from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/"
WAYS = ("read", "flow", "step", "live", "predict", "build", "recall", "quiz", "snapshot", "transcript")
PATHS = (
    "/",
    "/learn/django-channels/",
    "/search/?q=websocket",
    "/glossary/",
    "/symptoms/",
    "/review/",
    "/account/",
    "/account/sign-in/",
    "/account/sign-up/",
    "/account/delete/",
    "/account/forgotten/",
    "/account/forgotten/sent/",
    "/account/forgotten/nobody/no-link/",
    "/done/django-channels/",
    "/privacy/",
    "/live/rooms/",
    f"/live/{LESSON}/challenges/own-state/",
    "{room}",
    "{run}",
    "{shared}",
    *(f"{PAGE}{way}/" for way in WAYS),
    f"{PAGE}live/?what_if=accept_forgotten",
    f"{PAGE}live/?diagnose",
    f"{PAGE}take-home/",
    f"{PAGE}quiz/?question=2",
    f"{PAGE}quiz/state-after-step-2/report/",
    "/nothing-here/",
)
NO_PAGE = {
    *("lesson", "snapshot", "my_data", "run_export", "recording_export", "foreign"),
    *("theme", "used", "logout", "recall_deck", "recall_rate", "review_rate", "grade_recorded"),
    *("quiz_again", "answer", "hint", "start_run", "start_predicted_run", "start_what_if", "what_if_report"),
    *("take_mystery", "start_mystery", "name_cause"),
    *("make_room", "join_room", "leave_room", "close_room", "room_members", "start_room_run"),
    *("keep_run", "rule_out", "take_home_zip", "client_file", "share_run", "embedded_run", "oembed"),
    *("explain_run", "explain_judged_run", "run_own_code_beside"),
    *("run_own_code", "save_own_code", "reset_own_code", "own_versions"),
    *("check_challenge", "challenge_hint", "challenge_verdict", "code_consent", "picture"),
}
"""What takes a form, gives a file or a part of a page, or shows a page that another address shows, too."""
ELSEWHERE = {"password_change", "judged_run"}
"""Pages that another test looks at."""
SHIFT = """() => new Promise((resolve) => {
    let total = 0
    const add = (list) => list.getEntries().forEach((entry) => (total += entry.value))
    const observer = new PerformanceObserver(add)
    observer.observe({ type: 'layout-shift', buffered: true })
    requestAnimationFrame(() => requestAnimationFrame(() => {
        add({ getEntries: () => observer.takeRecords() })
        resolve(total)
    }))
})"""
IS_SIDEWAYS_WITH = """(size) => {
    document.documentElement.style.fontSize = `${size}%`
    return document.documentElement.scrollWidth > innerWidth
}"""


@pytest.fixture(scope="module")
def walk(chromium, daphne):
    """One visitor for every page, who has a room and a run."""
    visitor = Visitor(chromium, daphne)
    page = visitor.page
    page.goto("/learn/odd/groups/live/")
    page.get_by_role("button", name="Make a room").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Room")
    room = page.url.removeprefix(daphne.url)
    connect(page, f"{PAGE}live/")
    for text in ("one", "two", "three"):
        send(page, text)
        expect(page.locator(".chat")).to_contain_text(f"echo: {text}")
    page.get_by_role("button", name="Close", exact=True).click()
    run = page.get_by_role("link", name="Replay").get_attribute("href")
    page.goto(run)
    page.get_by_role("button", name="Make a public link").click()
    shared = urlsplit(page.locator("#public-link").text_content()).path
    visitor.places = {"room": room, "run": run, "shared": shared}
    visitor.asked = []
    page.on("request", lambda request: visitor.asked.append(request.url))
    visitor.complaints.clear()
    yield visitor
    visitor.context.close()


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_and_nothing_shifts_moves_sideways_or_asks_another_host(walk, daphne, path):
    page = walk.page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(path.format(**walk.places))
    page.bring_to_front()  # only a page in front gets the frames that are counted
    assert page.evaluate(SHIFT) == 0
    assert axe_violations_at(page, 1440, 390) == []
    for width, size in ((320, 100), (820, 100), (720, 200)):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate(IS_SIDEWAYS_WITH, size), (width, size)
    assert [url for url in walk.asked if not url.startswith((daphne.url, "data:"))] == []
    assert walk.complaints_but("404 (Not Found)" if "nothing" in path else "a complaint of any page") == []


@pytest.mark.parametrize(
    ("path", "width", "height"), [("{run}", 820, 1180), ("{run}", 1440, 900), (f"{PAGE}step/", 1440, 900)]
)
def test_nothing_shifts_where_a_run_moves_and_its_values_make_lines_higher(walk, path, width, height):
    page = walk.page
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(reduced_motion="no-preference")
    page.goto(path.format(**walk.places))
    page.bring_to_front()
    expect(page.locator(".pane-code li[aria-current], .pane-code .at-line").first).to_be_visible()
    assert page.evaluate(SHIFT) == 0
    page.emulate_media(reduced_motion="reduce")


def test_no_page_of_a_learner_is_forgotten_here():
    run = {"run": f"/live/runs/{UUID(int=1)}/", "shared": "/live/shared/a-key/"}
    places = {"room": "/live/rooms/ABCDEF/", **run}
    looked_at = {resolve(path.format(**places).partition("?")[0]).url_name for path in PATHS[:-1]}
    assert set(addresses(get_resolver())) == looked_at | NO_PAGE | ELSEWHERE | {None}


def addresses(patterns):
    """The names of all addresses but those of the desk and of the API."""
    for each in patterns.url_patterns:
        if isinstance(each, URLPattern):
            yield each.name
        elif not str(each.pattern).startswith(("admin/", "api/")):
            yield from addresses(each)


def test_scripts_and_styles_of_a_lesson_stay_small(visit):
    page = visit(own=True).page
    sizes = []

    def note(response):
        if response.url.endswith((".js", ".css")):
            sizes.append(response.request.sizes()["responseBodySize"])

    page.on("response", note)
    page.goto(f"{PAGE}read/")
    expect(page.locator("[data-reading-bench]")).to_be_visible()
    assert 10_000 < sum(sizes) < 112_000


def test_a_whole_lesson_is_studied_by_keys_alone(visit):
    visitor = visit()
    visitor.allowed = ("htmx:sendAbort", "htmx:afterRequest")  # a key overtakes the one before
    page = visitor.page

    def tab_to(locator):
        element = locator.element_handle()  # to look for it by its role each time takes longer
        for _ in range(120):
            page.keyboard.press("Tab")
            if element.evaluate("(element) => element === document.activeElement"):
                return
        raise AssertionError(f"Tab does not reach {locator}")

    page.goto("/")
    tab_to(page.get_by_role("link", name="Start with the first lesson"))
    page.keyboard.press("Enter")
    expect(page.locator("#execution")).to_be_visible()
    listening(page)
    shown = [each.get_attribute("id").removeprefix("way-") for each in page.locator("[id^=way-]").all()]
    assert {*shown} == {*WAYS}
    for key, way in enumerate(shown, start=1):
        page.keyboard.press(str(key % 10))
        expect(page.locator(f"#way-{way}")).to_have_attribute("aria-current", "page")
        expect(page.locator("#lesson")).to_have_attribute("data-way", way)
    page.keyboard.press(str(shown.index("live") + 1))
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "idle")
    listening(page)
    tab_to(page.get_by_role("button", name="Connect"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Message", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#times-4")).to_have_text("1×")
    tab_to(page.get_by_role("button", name="Close", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Connect again")).to_be_focused()
    tab_to(page.get_by_role("link", name="Replay this run"))
    page.keyboard.press("Enter")
    arrive(page, re.compile("/live/runs/"))
    expect(page.locator("[data-player]")).to_have_attribute("data-ready", "yes")
    page.keyboard.press("Home")
    expect(page.locator("#place")).to_contain_text("Point 1 of")
