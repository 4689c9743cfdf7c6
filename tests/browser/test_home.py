"""The home page in Chromium: a small bench that works within seconds."""

from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at, is_sideways


def heights_of_bench(page):
    """How high the small bench is at each width."""
    heights = {}
    for width in (320, 390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        heights[width] = page.locator(".home-bench").bounding_box()["height"]
    return heights


def test_a_visitor_sees_the_small_bench_at_once_types_sends_sees_the_line_and_breaks_it(visit, subtests):
    visitor = visit()
    visitor.allowed = ("WebSocket connection to",)
    page = visitor.page
    page.goto("/")
    with subtests.test("the small bench is in the first window"):
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            expect(page.get_by_role("heading", level=1), f"at {width}").to_be_in_viewport()
            send = page.get_by_role("button", name="Send", exact=True)
            expect(send, f"at {width}").to_be_in_viewport(ratio=1)
        expect(page.get_by_role("link", name="Why does my socket die?")).to_be_in_viewport()
    heights = heights_of_bench(page)
    page.set_viewport_size({"width": 390, "height": 844})
    chat = page.locator(".home-bench > .client .chat")
    said = []
    for text in ("before", "first"):
        page.get_by_label("A message for the server").fill(text)
        page.get_by_role("button", name="Send", exact=True).click()
        said += [text, f"echo: {text}"]
        expect(chat.locator("li")).to_have_text(said)
    with subtests.test("of what was said before nothing is left in sight, not even its edge"):
        assert [row.is_visible() for row in chat.locator("li").all()] == [False, False, True, True]
        assert chat.evaluate("(chat) => chat.scrollHeight <= chat.clientHeight")
    with subtests.test("the bench keeps its height"):
        assert heights_of_bench(page) == heights
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".home-bench .pane-code li[aria-current]")).to_be_in_viewport(ratio=1)
    expect(page.locator(".home-bench .set", has_text="reply")).to_have_text("reply 'echo: first'")
    assert axe_violations_at(page, 390, 1440) == []
    assert not is_sideways(page)
    page.get_by_role("link", name="Now break it").click()
    expect(page.locator("#live-message")).to_contain_text("refused")
    expect(page.locator("#frames")).to_contain_text("403")


def test_without_javascript_the_small_bench_offers_the_recorded_run_and_nothing_that_needs_a_script(visit):
    page = visit(java_script_enabled=False).page
    page.goto("/")
    bench = page.locator(".home-bench")
    expect(bench).to_contain_text("A browser opens a WebSocket only from JavaScript, which is off here.")
    for gone in ("Send opens a socket", "What is said appears here"):
        expect(bench).not_to_contain_text(gone, use_inner_text=True)
    for gone in ("#live-message", ".home-say", "[data-client=a] .chat"):
        expect(bench.locator(gone).first).to_be_hidden()
    bench.get_by_role("link", name="A recorded run").click()
    expect(page.locator("#place")).to_have_text("Point 1 of 21")


def test_where_no_socket_comes_through_the_recorded_run_plays(visit_proxy, proxy):
    proxy.swallowed = (b"GET /ws/",)
    visitor = visit_proxy()
    visitor.allowed = ("WebSocket connection to", "[object Event]")
    page = visitor.page
    page.goto("/")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".home-bench[data-player]")).to_contain_text("Here it plays")
    expect(page.locator("#place")).to_have_text("Point 21 of 21")
