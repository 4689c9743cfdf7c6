"""Every question type in Chromium: by keyboard, by drag, without JavaScript; axe finds nothing."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe_violations, axe_violations_at, is_sideways
from tests.browser.desk_page import fill, save, values, write_lesson
from tests.quizzes.kinds.lessons import PAGE, RIGHT, lesson_of_every_kind


@pytest.fixture(scope="module")
def path(daphne, tmp_path_factory):
    daphne.manage("load_lessons", lesson_of_every_kind(tmp_path_factory.mktemp("kinds")))
    return f"{PAGE}quiz/"


def question(page, key):
    return page.locator(f"#question-{key}")


def rows(page):
    return question(page, "order").locator("[data-ordering] li > span:first-of-type")


def send(page, key):
    question(page, key).get_by_role("button", name="Answer").click()


def answer(page, key, value):
    place = question(page, key)
    if key in ("one", "many"):
        for letter in value:
            place.locator(f'[name$="-choice"][value="{letter}"]').check()
    elif key == "order":
        place.get_by_role("button", name="Up: Connect").click()
        place.get_by_role("button", name="Down: Receive").click()
    elif key == "pairs":
        place.get_by_label("1001").select_option("leaving")
        place.get_by_label("1000").select_option("done")
    else:
        place.get_by_role("textbox").fill(value)
    send(page, key)


def test_axe_finds_nothing_before_and_after_an_answer_of_each_kind(page, path):
    page.goto(path)
    assert axe_violations(page) == []
    for key, value in RIGHT.items():
        answer(page, key, value)
        expect(question(page, key)).to_contain_text("✓ Right")
        expect(question(page, key).locator(".why")).to_be_focused()
    assert axe_violations_at(page, 820, 320) == []
    assert not is_sideways(page)


def test_rows_are_put_into_order_by_keyboard(page, path):
    page.goto(path)
    expect(rows(page)).to_have_text(["Receive", "Connect", "Accept"])
    up = question(page, "order").get_by_role("button", name="Up: Connect")
    up.focus()
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_text(["Connect", "Receive", "Accept"])
    expect(up).to_be_focused()
    expect(question(page, "order").get_by_role("status")).to_have_text("Connect: place 1 of 3")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_text(["Connect", "Receive", "Accept"])
    question(page, "order").get_by_role("button", name="Down: Receive").focus()
    page.keyboard.press("Space")
    expect(rows(page)).to_have_text(["Connect", "Accept", "Receive"])
    question(page, "order").get_by_role("button", name="Answer").focus()
    page.keyboard.press("Enter")
    expect(question(page, "order")).to_contain_text("✓ Right")


def test_rows_are_put_into_order_by_dragging(page, path):
    page.goto(path)
    lines = question(page, "order").locator("[data-ordering] li")
    lines.nth(2).scroll_into_view_if_needed()  # a page that scrolls during a drag ends it
    lines.nth(0).drag_to(lines.nth(2), source_position={"x": 60, "y": 20}, target_position={"x": 60, "y": 40})
    expect(rows(page)).to_have_text(["Connect", "Accept", "Receive"])
    send(page, "order")
    expect(question(page, "order")).to_contain_text("✓ Right")


def test_a_wrong_try_and_a_hint_keep_the_focus_and_the_order(visit, path):
    visitor = visit()
    page = visitor.page
    page.goto(path)
    question(page, "order").get_by_role("button", name="Up: Accept").click()
    send(page, "order")
    expect(question(page, "order").locator(".tried")).to_be_focused()
    expect(question(page, "order")).to_contain_text("1 try left")
    expect(rows(page)).to_have_text(["Receive", "Accept", "Connect"])
    answer(page, "one", "b")
    expect(question(page, "one")).to_contain_text("2 tries left")
    assert axe_violations(page) == []
    question(page, "one").get_by_role("button", name="Give me a hint").click()
    expect(question(page, "one").locator(".hint")).to_be_focused()


@pytest.mark.parametrize("key", ["one", "order"])
def test_on_a_phone_the_verdict_of_a_try_is_in_sight_below_the_answer(visit, path, key):
    page = visit(viewport={"width": 390, "height": 700}).page
    page.goto(path)
    button = question(page, key).get_by_role("button", name="Answer")
    if key == "one":
        question(page, key).get_by_label("The second").check()
    else:
        question(page, key).get_by_role("button", name="Up: Accept").click()
    button.click()
    tried = question(page, key).locator(".tried")
    expect(tried).to_be_focused()
    expect(tried).to_be_in_viewport(ratio=1)
    assert tried.bounding_box()["y"] > button.bounding_box()["y"]


def test_an_order_that_nobody_has_moved_is_asked_for_and_costs_no_try(visit, path):
    visitor = visit()
    visitor.allowed = ("400",)
    page = visitor.page
    page.goto(path)
    send(page, "order")
    expect(question(page, "order").get_by_role("alert")).to_contain_text("no try was counted")
    expect(question(page, "order").get_by_role("button", name="Answer")).to_be_focused()
    answer(page, "order", RIGHT["order"])
    expect(question(page, "order")).to_contain_text("✓ Right")
    expect(question(page, "order")).not_to_contain_text("after 2 tries")


def test_two_tabs_count_one_try(visit, path):
    visitor = visit()
    visitor.allowed = ("409",)
    first, second = visitor.page, visitor.open()
    first.goto(path)
    second.goto(path)
    answer(first, "one", "b")
    expect(question(first, "one")).to_contain_text("2 tries left")
    answer(second, "one", "a")
    expect(question(second, "one")).to_contain_text("Nothing was counted")
    expect(question(second, "one")).to_contain_text("2 tries left")
    answer(second, "one", "a")
    expect(question(second, "one")).to_contain_text("You get 70 % of the credit: it took you 2 tries")


def test_without_javascript_every_type_is_answered(visit, path):
    page = visit(java_script_enabled=False).page
    page.goto(path)
    for key, value in RIGHT.items():  # each answer is a page with all questions
        if key == "order":
            question(page, key).get_by_role("button", name="Up: Connect").click()
            expect(rows(page)).to_have_text(["Connect", "Receive", "Accept"])
            expect(question(page, key).get_by_role("button", name="Up: Connect")).to_be_focused()
            question(page, key).get_by_role("button", name="Down: Receive").click()
            send(page, key)
        else:
            answer(page, key, value)
        expect(question(page, key)).to_contain_text("✓ Right")
    expect(page.locator("#score")).to_contain_text("6 of 6 right.")


FIELDS = [
    {"kind": "multiple", "choices-0-is_right": False, "credits": "50, 100"},
    {"kind": "cell", "expects-variable": "x"},
    {"kind": "ordering"},
    {"kind": "short", "expects-form": "code"},
]
"""What is filled in of a type, in fields that are in sight only where the type needs them."""


def test_each_type_has_its_fields_in_sight_and_after_a_mistake_another_type_is_written(desk):
    write_lesson(desk, "odd-kind")
    fill(desk, status="published")
    for each in reversed(FIELDS):
        fields = {f"questions-0-{name}": value for name, value in each.items()}
        before = values(desk, fields)
        fill(desk, **fields)
        if each is not FIELDS[0]:
            fill(desk, **dict(reversed(before.items())))  # the type last: it hides what it does not need
    save(desk)
    assert desk.url.endswith("/add/")
    expect(desk.locator("#questions-0 .errorlist")).to_have_count(2)
    for field, words in {"choices-0-is_right": "mark at least one", "credits": "none above the one"}.items():
        expect(desk.locator(f"#id_questions-0-{field}_error.errorlist")).to_contain_text(words)
    fill(desk, **dict(reversed(before.items())))
    fill(desk, status="draft")
    fill(desk, **{"questions-0-kind": "ordering", "questions-0-expects-order": "b, a"})
    fill(desk, **{"questions-0-credits": "100, 50", "questions-0-reveal": "never"})
    save(desk)
    expect(desk.locator(".messagelist")).to_contain_text("was added successfully")
    expect(desk.locator('[name="questions-0-reveal"]')).to_have_value("never")
