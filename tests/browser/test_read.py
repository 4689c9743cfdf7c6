"""The text of a lesson in Chromium, with its recorded run beside it."""

from playwright.sync_api import expect

from tests.browser.axe import widths_of_sideways
from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/"
TO_THE_READER = "(paragraph) => scrollBy(0, paragraph.getBoundingClientRect().top - innerHeight / 4)"


def read(page, place):
    """Scroll until one reads the paragraph at `place`."""
    page.locator(place).evaluate(TO_THE_READER)


def test_the_run_beside_the_text_follows_the_paragraph(page, subtests):
    for width in (1280, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(PAGE)
        with subtests.test(width=width):
            the_run_follows_the_paragraph(page)


def the_run_follows_the_paragraph(page):
    bench = page.get_by_role("complementary", name="The recorded run")
    expect(bench.locator("#place")).to_have_text("Point 1 of 21")
    read(page, "#flow-5")  # rows 3 and 4
    expect(bench.locator("#place")).to_have_text("Point 17 of 21")
    expect(page.locator("#flow-5")).to_have_attribute("aria-current", "step")
    for place in ("#line-19", "#value-message_buffer", "#now"):
        expect(bench.locator(place)).to_be_in_viewport(ratio=1)
    read(page, "#step-1")
    expect(bench.locator("#value-message_buffer")).to_have_text("[]")
    expect(page.locator("#flow-5")).not_to_have_attribute("aria-current", "step")
    where = page.evaluate("scrollY")
    bench.get_by_role("button", name="Next point").press("ArrowRight")
    expect(bench.locator("#place")).to_have_text("Point 7 of 21")
    assert page.evaluate("scrollY") == where
    assert page.url.endswith(PAGE)


def test_the_text_stands_alone_on_a_narrow_screen_and_without_javascript(visit):
    for options in ({"viewport": {"width": 1024, "height": 768}}, {"java_script_enabled": False}):
        page = visit(**options).page
        page.goto(PAGE)
        expect(page.locator("[data-reading-bench]")).to_be_hidden()
        expect(page.get_by_role("table", name="The value of each variable")).to_be_visible()
        expect(page.get_by_role("figure", name="chat/consumer.py")).to_be_visible()


def test_on_a_phone_the_row_that_a_link_leads_to_is_marked_whole_and_its_bar_misses_the_number(visit):
    page = visit(viewport={"width": 390, "height": 844}).page
    page.goto(f"{PAGE}#step-2")
    row = page.locator("#step-2")
    assert row.evaluate("row => getComputedStyle(row).boxShadow").endswith("3px 0px 0px 0px inset")
    wash = row.evaluate("row => getComputedStyle(row).backgroundColor")
    assert wash != row.evaluate("row => getComputedStyle(row.previousElementSibling).backgroundColor")
    indent = row.evaluate("row => parseFloat(getComputedStyle(row.firstElementChild).paddingLeft)")
    assert indent > 3


def test_no_lesson_scrolls_sideways(visit):
    page = visit(viewport={"width": 320, "height": 800}).page
    page.goto("/learn/django-channels/")
    links = page.locator("main a[href^='/learn/']").evaluate_all(
        "(links) => links.map((link) => link.pathname)"
    )
    lessons = {link for link in links if link.count("/") == 4}
    assert len(lessons) >= 8
    for lesson in lessons:
        page.goto(f"{lesson}read/")
        assert widths_of_sideways(page, 320, 390, 820, 1440) == [], lesson
