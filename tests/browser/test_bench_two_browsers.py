"""Two browsers on one bench: each step of their group, on one clock."""

from itertools import pairwise

from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at, is_sideways
from tests.browser.live_page import press_connect, send

NOTE_WHY = """() => {
    window.told = []
    const why = document.getElementById('second-why')
    new MutationObserver(() => window.told.push(why.textContent)).observe(why, { childList: true })
}"""


def test_two_browsers_on_one_bench_show_every_step_of_the_group(visit):
    page = visit(viewport={"width": 390, "height": 900}).page
    page.goto("/learn/django-channels/groups/live/")
    page.evaluate(NOTE_WHY)
    press_connect(page)
    send(page, "from A")
    expect(page.locator("#times-5")).to_have_text("1×")
    page.get_by_role("button", name="Open browser B").click()
    other = page.get_by_role("region", name="Browser B")
    expect(other.get_by_role("textbox", name="Text from B")).to_be_enabled()
    told = page.evaluate("() => window.told")
    assert [words for words, following in pairwise(told) if words == following] == []  # else it is read twice
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
