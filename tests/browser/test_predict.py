"""The way `predict` in Chromium: fill in, commit, run, be graded; by keyboard, and without JavaScript."""

import re

from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at, widths_of_sideways
from tests.browser.visitors import listening
from tests.support.servers import LESSON

PATH = f"/learn/{LESSON}/predict/"
RESULTS = {
    1: "The browser is still CONNECTING",
    2: "The server answers 101",
    3: "The message is in",
    4: "The server has the reply",
    5: "The socket is already closed",
}
VALUES = {
    "connection_state": ["None", "Accepted", "'Open'", "'Open'", "'Closed'"],
    "message_buffer": ["[]", "[]", "['hello']", "['hello', 'echo: hello']", ""],
}


def results(page, step):
    return page.get_by_role("group", name=f"Result of step {step}").get_by_role("radio")


def fill_in(page):
    """A prediction with one cell wrong (the last result) and one left empty (the last value)."""
    page.goto(PATH)
    for step, text in RESULTS.items():
        row = page.get_by_role("group", name=f"Result of step {step}").locator("label")
        row.filter(has_text=text, visible=True).click() if step < 5 else row.filter(
            has_not_text=text
        ).first.click()
    for row, (name, values) in enumerate(VALUES.items(), start=1):
        for moment, value in enumerate(values, start=1):
            assert page.locator(f'[name="value-{row}-{moment}"]').get_attribute("aria-label").startswith(name)
            page.locator(f'[name="value-{row}-{moment}"]').fill(value)


FILL = """([results, values]) => {
    const isShown = (each) => each.checkVisibility()
    for (const [step, text] of Object.entries(results)) {
        const choices = [...document.querySelectorAll(`[name="result-${step}"]`)]
        const has = ({ labels: [label] }) => isShown(label) && label.textContent.includes(text)
        choices.find((each) => has(each) === (step < 5)).checked = true
    }
    const fields = Object.values(values).flatMap((row, number) =>
        row.map((value, moment) => [`value-${number + 1}-${moment + 1}`, value]))
    for (const [name, value] of fields) document.querySelector(`[name="${name}"]`).value = value
}"""


def commit(page):
    """Lock in the same prediction as that of `fill_in`, which is filled in at once."""
    page.goto(PATH)
    page.evaluate(FILL, [RESULTS, VALUES])
    page.get_by_role("button", name="Lock in the prediction").click()
    expect(page.locator("#predict")).to_have_attribute("data-state", "committed")


def verdict(page, key):
    return page.locator(f"#cell-{key}")


def connect(page):
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")


def send(page):
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#times-4")).to_have_text("1×")


def test_what_is_filled_in_stays_until_it_is_locked(page):
    fill_in(page)
    page.goto(PATH.replace("predict", "transcript"))
    listening(page).get_by_role("link", name="Predict", exact=True).click()
    expect(page.locator('[name="value-2-4"]')).to_have_value("['hello', 'echo: hello']")
    expect(results(page, 1).and_(page.locator(":checked"))).to_have_count(1)
    page.get_by_role("button", name="Lock in the prediction").click()
    expect(page.locator("#predict")).to_have_attribute("data-state", "committed")
    assert page.locator(".predict td :is(input, select)").count() == 0
    page.reload()
    assert page.locator(".predict td :is(input, select)").count() == 0
    page.goto(f"{PATH}?again")
    expect(page.locator("#predict")).to_have_attribute("data-state", "committed")


def test_a_second_run_grades_nothing_anew_and_one_can_predict_again_but_not_nothing(visitor):
    visitor.allowed = ("400",)
    page = visitor.page
    commit(page)
    connect(page)
    page.get_by_role("button", name="Close", exact=True).click()
    outcome = page.locator("#prediction-outcome")
    expect(outcome).to_contain_text("cells this run did not reach: not counted")
    expect(verdict(page, "result-3")).to_contain_text("Not reached by this run")
    before = outcome.inner_text()
    page.get_by_role("button", name="Connect again").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    send(page)
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#live-message")).to_contain_text("after 1 message")
    expect(verdict(page, "result-3")).to_contain_text("Not reached by this run")
    assert outcome.inner_text() == before
    page.get_by_role("link", name="Predict again").click()
    listening(page).get_by_role("button", name="Lock in the prediction").click()
    expect(page.get_by_role("alert")).to_have_text("Fill in at least one cell, then lock it in.")
    page.locator('[name="value-1-1"]').fill("None")
    page.get_by_role("button", name="Lock in the prediction").click()
    expect(page.locator("#predict")).to_have_attribute("data-state", "committed")


def test_without_javascript_the_recorded_run_grades(visit):
    page = visit(java_script_enabled=False).page
    commit(page)
    expect(page.locator("#prediction-outcome")).to_contain_text("A browser opens a WebSocket only from")
    expect(page.get_by_role("button", name="Connect")).to_be_hidden()
    page.get_by_role("button", name="Grade against the recorded run").click()
    expect(page.locator("#prediction-outcome")).to_contain_text("13 of 15 right.")
    expect(page.locator("#prediction-outcome")).to_contain_text("recorded run of this lesson, not by one of")
    verdict(page, "value-1-2").get_by_role("link", name="Point 9 of the run").click()
    expect(page.locator(".place")).to_have_text("Point 9 of 21")


CUT = """(scrollers) => scrollers.filter((scroller) => {
    const isCovered = ({ children: [first, second] }) => {
        const [own, next] = [first, second ?? first].map((cell) => cell.getBoundingClientRect())
        return second && own.top === next.top && own.right > next.left + 1
    }
    const rows = [...scroller.querySelectorAll('tbody tr')]
    return scroller.scrollWidth > scroller.clientWidth || rows.some(isCovered)
}).length"""


def tables_cut(page):
    """How many tables are wider than their place, or have a first cell that covers a part of the second."""
    return page.locator(".predict .part-body .scroller").evaluate_all(CUT)


IS_COVERED = """() => {
    const { x, y, width, height } = document.activeElement.getBoundingClientRect()
    const at = [0.1, 0.5].map((part) => document.elementFromPoint(x + part * width, y + height / 2))
    return at.some((each) => each !== document.activeElement)
}"""


def test_no_field_that_has_the_focus_is_behind_the_names_of_the_variables(page):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(PATH)
    for key, wanted in (("Tab", "value-2-1"), ("Shift+Tab", "value-1-1")):
        page.locator("[name=value-1-5]").focus()
        field = page.locator(f"[name={wanted}]")
        while not field.evaluate("(field) => field === document.activeElement"):
            page.keyboard.press(key)
        assert not page.evaluate(IS_COVERED), wanted


def predict_by_keyboard(page):
    """The last result is wrong, the last value is left empty."""
    results(page, 1).first.focus()
    for step, text in RESULTS.items():
        expect(results(page, step).first).to_be_focused()
        page.keyboard.press("Space")
        group = page.get_by_role("group", name=f"Result of step {step}")
        if step < 5:
            while not group.get_by_role("radio", name=text, checked=True).count():
                page.keyboard.press("ArrowDown")
        elif group.get_by_role("radio", name=text, checked=True).count():
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the table, which scrolls by keyboard, too
    for values in VALUES.values():
        for value in values:
            page.keyboard.type(value)
            page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Lock in the prediction")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#predict")).to_have_attribute("data-state", "committed")


COUNT_TOLD = """(element) => {
    window.told = 0
    new MutationObserver(() => window.told++).observe(element, {childList: true})
}"""


def test_the_whole_way_by_keyboard_with_the_truth_cell_by_cell(page, subtests):
    """Where axe finds nothing, and no cell is cut on a phone."""
    outcome, right = page.locator("#prediction-outcome"), page.locator('.cell[data-verdict="right"]')
    page.goto(PATH)
    for width in (320, 390):
        with subtests.test("no cell of the form is cut on a phone", width=width):
            page.set_viewport_size({"width": width, "height": 800})
            assert tables_cut(page) == 0
    predict_by_keyboard(page)
    with subtests.test("axe finds nothing in what is predicted"):
        assert axe_violations_at(page, 1440, 390) == []
    page.set_viewport_size({"width": 390, "height": 844})
    expect(outcome).to_have_attribute("role", "status")
    outcome.evaluate(COUNT_TOLD)
    expect(page.locator('.cell[data-verdict="waiting"]')).to_have_count(15)
    page.get_by_role("button", name="Connect").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Message", exact=True)).to_be_focused()
    with subtests.test("what happened so far is graded"):
        expect(verdict(page, "result-2")).to_contain_text("✓ Right")
        expect(verdict(page, "value-1-1")).to_contain_text("✓ Right")
        expect(right).to_have_count(4)
        expect(verdict(page, "value-1-2")).to_have_attribute("data-verdict", "waiting")
    page.keyboard.press("Enter")
    expect(page.locator("#times-4")).to_have_text("1×")
    with subtests.test("the message is graded"):
        expect(verdict(page, "result-4")).to_contain_text("✓ Right")
        expect(verdict(page, "value-1-2")).to_contain_text("Python writes a string with them")
        ran = "Line 16 ran: self.message_buffer.append(text_data)"
        expect(verdict(page, "value-2-3")).to_contain_text(ran)
        expect(verdict(page, "result-5")).to_have_attribute("data-verdict", "waiting")
    with subtests.test("axe finds nothing during the run"):
        assert axe_violations_at(page, 1440, 390) == []
    page.set_viewport_size({"width": 390, "height": 844})
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Connect again")).to_be_focused()
    with subtests.test("the score is told once to a screen reader, and comes into sight"):
        expect(outcome).to_contain_text("13 of 15 right. 1 left empty.")
        assert page.evaluate("() => window.told") == 1
        expect(page.locator(".score-line")).to_be_in_viewport(ratio=1)
    with subtests.test("the end is graded"):
        expect(verdict(page, "result-5")).to_contain_text("✕ Wrong")
        expect(verdict(page, "value-2-5")).to_contain_text("Not predicted")
    for what in ("graded by the run", "loaded anew"):
        with subtests.test("axe finds nothing, and no cell is cut on a phone", page=what):
            assert tables_cut(page) == 0
            assert widths_of_sideways(page, 320, 820) == []
            assert axe_violations_at(page, 1440, 390) == []
            page.set_viewport_size({"width": 390, "height": 844})
        if what == "graded by the run":
            page.reload()
    with subtests.test("a verdict leads to its point of the run, and the score stays"):
        verdict(page, "value-1-2").get_by_role("link", name="Point 9 of the run").click()
        expect(page.locator(".place")).to_have_text(re.compile(r"Point 9 of \d+"))
        page.go_back()
        expect(outcome).to_contain_text("13 of 15 right.")
        page.goto("/")
        expect(page.locator("main")).to_contain_text("13 of 15 predicted")
