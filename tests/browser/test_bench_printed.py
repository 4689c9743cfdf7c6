"""The bench in Chromium, printed."""

from playwright.sync_api import expect

from tests.support.servers import LESSON


def test_the_printed_bench_has_every_pane_whole_and_no_controls(page):
    page.set_viewport_size({"width": 718, "height": 1015})  # of a sheet
    page.goto(f"/learn/{LESSON}/step/")
    page.emulate_media(media="print")
    for pane in (".pane-code", ".pane-wire", ".pane-steps", ".pane-values"):
        expect(page.locator(pane)).to_be_visible()
    expect(page.locator("#line-23")).to_be_visible()
    expect(page.locator("#row-5 details p").last).to_be_visible()
    assert not page.locator(".pane-code .scroller").evaluate(
        "(pane) => pane.scrollHeight > pane.clientHeight + 1"
    )
    for hidden in (".pace", ".bench-tabs", ".pane-state"):
        expect(page.locator(hidden)).to_be_hidden()
