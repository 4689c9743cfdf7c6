"""What holds for every page: axe finds nothing, nothing moves sideways, no other host, keys suffice."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations_at, is_sideways
from tests.servers import LESSON

PAGE = f"/learn/{LESSON}/"
WAYS = ("read", "flow", "step", "live", "predict", "recall", "quiz", "snapshot", "transcript")
PATHS = (
    "/",
    "/learn/django-channels/",
    "/search/?q=websocket",
    "/review/",
    "/account/",
    "/account/sign-in/",
    "/account/sign-up/",
    "/live/rooms/",
    *(f"{PAGE}{way}/" for way in WAYS),
    f"{PAGE}take-home/",
    f"{PAGE}quiz/?question=2",
    f"{PAGE}quiz/state-after-step-2/report/",
)


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_and_nothing_moves_sideways_not_at_320_pixels_or_twice_the_size(visit, path):
    page = visit().page
    page.goto(path)
    assert axe_violations_at(page, 390, 820, 1440) == []
    for width, size in ((320, 100), (390, 100), (820, 100), (1440, 100), (720, 200)):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("(size) => (document.documentElement.style.fontSize = `${size}%`)", size)
        assert not is_sideways(page), (width, size)


def test_no_page_asks_another_host_for_anything(visit, daphne):
    page = visit().page
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PATHS:
        page.goto(path)
    assert len(asked) > len(PATHS)
    assert [url for url in asked if not url.startswith((daphne.url, "data:"))] == []


def test_scripts_and_styles_of_a_lesson_stay_small(visit):
    page = visit().page
    sizes = []

    def note(response):
        if response.url.endswith((".js", ".css")):
            sizes.append(response.request.sizes()["responseBodySize"])

    page.on("response", note)
    page.goto(f"{PAGE}read/")
    expect(page.locator(".question")).to_have_count(3)
    assert 10_000 < sum(sizes) < 60_000


def test_nothing_shifts_while_a_page_loads(visit):
    page = visit().page
    for path in PATHS:
        page.goto(path)
        shift = page.evaluate(
            """() => new Promise((resolve) => {
                let total = 0
                const add = (list) => list.getEntries().forEach((entry) => (total += entry.value))
                const observer = new PerformanceObserver(add)
                observer.observe({ type: 'layout-shift', buffered: true })
                requestAnimationFrame(() => requestAnimationFrame(() => {
                    add({ getEntries: () => observer.takeRecords() })
                    resolve(total)
                }))
            })"""
        )
        assert shift == 0, path


def test_a_whole_lesson_is_studied_by_keys_alone(visit):
    visitor = visit()
    visitor.allowed = ("htmx:sendAbort", "htmx:afterRequest")  # a key overtakes the one before
    page = visitor.page

    def tab_to(locator):
        for _ in range(120):
            page.keyboard.press("Tab")
            if locator.evaluate("(element) => element === document.activeElement"):
                return
        raise AssertionError(f"Tab does not reach {locator}")

    page.goto("/")
    tab_to(page.get_by_role("link", name="Start with the first lesson"))
    page.keyboard.press("Enter")
    expect(page.locator("#execution")).to_be_visible()
    for key, way in enumerate(WAYS, start=1):
        page.keyboard.press(str(key))
        expect(page.locator(f"#way-{way}")).to_have_attribute("aria-current", "page")
        expect(page.locator("#lesson")).to_have_attribute("data-way", way)
    page.keyboard.press("4")
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "idle")
    tab_to(page.get_by_role("button", name="Connect"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Message")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#times-4")).to_have_text("1×")
    tab_to(page.get_by_role("button", name="Close", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Connect again")).to_be_focused()
    tab_to(page.get_by_role("link", name="Replay this run"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/live/runs/"))
    page.keyboard.press("Home")
    expect(page.locator("#place")).to_contain_text("Point 1 of")
