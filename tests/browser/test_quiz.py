"""The quiz in Chromium: by pointer, by keyboard, without JavaScript, in two tabs at once."""

import re
import threading

from playwright.sync_api import expect

from lessons.folder.read import read_tracks
from tests.browser.axe import axe_violations
from tests.browser.visitors import listening
from tests.support.server_fixtures import SHIPPED
from tests.support.servers import LESSON

PATH = f"/learn/{LESSON}/quiz/"
QUIZ = read_tracks(SHIPPED)[0].lessons[0].contents["quiz.toml"].questions
RIGHT = [next(row for row, choice in enumerate(question.choices) if choice.right) for question in QUIZ]


def plain(markdown):
    return markdown.replace("`", "")


def question(page, number):
    return page.locator(f"#question-{QUIZ[number].key}")


def answer(page, number, choice):
    question(page, number).get_by_role("radio").nth(choice).check()
    question(page, number).get_by_role("button", name="Answer").click()


def pointer(place):
    return place.get_by_role("link", name="Show").evaluate("(link) => link.pathname + link.hash")


def test_a_hint_points_into_the_lesson_and_a_right_answer_is_told_in_place(page):
    page.goto(PATH)
    pointers = []
    for number in (0, 1, 2):
        place, asked = question(page, number), f"question {number}"
        place.get_by_role("button", name="Give me a hint").click()
        expect(place.locator(".hint"), asked).to_be_focused()
        expect(place, asked).to_contain_text("Hint 1 of 1.")
        pointers.append(pointer(place))
        if not number:
            place.get_by_role("link", name="Show").click()
            expect(page.locator(":target"), asked).to_be_in_viewport()
            page.go_back()
            listening(page)
        answer(page, number, RIGHT[number])
        expect(place, asked).to_contain_text("✓ Right")
        expect(place, asked).to_contain_text(plain(QUIZ[number].choices[RIGHT[number]].feedback))
        told = f"{number + 1} of 3 answered" if number < 2 else "3 of 3 right."
        expect(page.locator("#score"), asked).to_contain_text(told)
        expect(place.locator(".why"), asked).to_be_focused()
        pointers.append(pointer(place.locator(".why")))
    place.locator(".why").get_by_role("link", name="Show").click()
    for address in reversed(pointers):
        page.goto(address)  # in the lesson, which is there: only its place changes
        assert page.evaluate("location.pathname + location.hash") == address
        expect(page.locator(":target"), address).to_be_in_viewport()


def test_a_wrong_answer_tells_why_and_why_the_right_one(page):
    page.goto(PATH)
    for number in (0, 1, 2):
        wrong = (RIGHT[number] + 1) % 4
        answer(page, number, wrong)
        place, asked = question(page, number), f"question {number}"
        expect(place, asked).to_contain_text("✕ Not this one")
        expect(place, asked).to_contain_text("✓ This one")
        expect(place, asked).to_contain_text(plain(QUIZ[number].choices[wrong].feedback))
        expect(place, asked).to_contain_text(plain(QUIZ[number].choices[RIGHT[number]].feedback))
        assert page.locator(".is-right").count() == number + 1, asked


def test_the_whole_quiz_by_keyboard_and_once_more(page):
    page.goto(PATH)
    question(page, 0).get_by_role("radio").first.focus()
    for number in (0, 1, 2):
        if number:
            question(page, number).get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        for _ in range(RIGHT[number]):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(question(page, number)).to_contain_text("✓ Right")
        expect(question(page, number).locator(".why")).to_be_focused()
    expect(page.locator("#score")).to_contain_text("3 of 3 right.")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Try again").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#score")).to_contain_text("0 of 3 answered")
    expect(question(page, 0)).to_be_focused()
    page.reload()
    expect(page.locator("#score")).to_contain_text("0 of 3 answered")


def test_an_answer_without_a_choice_is_asked_for(visit):
    visitor = visit()
    visitor.allowed = ("400",)
    page = visitor.page
    page.goto(PATH)
    question(page, 0).get_by_role("button", name="Answer").click()
    expect(question(page, 0).get_by_role("alert")).to_have_text("Choose one of the options first.")


def test_without_javascript_the_same_forms_work_by_full_page(visit):
    visitor = visit(java_script_enabled=False)
    visitor.allowed = ("400",)
    page = visitor.page
    page.goto(PATH)
    question(page, 1).get_by_role("button", name="Give me a hint").click()
    expect(question(page, 1)).to_contain_text("Hint 1 of 1.")
    answer(page, 1, 0)
    expect(question(page, 1)).to_contain_text("✕ Not this one")
    assert page.url.endswith(f"{PATH}#question-{QUIZ[1].key}")
    expect(question(page, 1)).to_be_in_viewport()
    question(page, 0).get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert")).to_have_text("Choose one of the options first.")
    page.get_by_role("link", name="Back to the quiz").click()
    for number in (0, 2):
        answer(page, number, RIGHT[number])
    expect(page.locator("#score")).to_contain_text("2 of 3 right.")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#score")).to_contain_text("0 of 3 answered")


def test_two_tabs_that_answer_differently_get_one_response(visit):
    visitor = visit()
    visitor.allowed = ("409",)
    first, second = visitor.page, visitor.open()
    first.goto(PATH)
    second.goto(PATH)
    answer(first, 0, 1)
    expect(question(first, 0)).to_contain_text("✕ Not this one")
    answer(second, 0, RIGHT[0])
    expect(question(second, 0)).to_contain_text("Your first answer counts")
    expect(question(second, 0)).to_contain_text("✕ Not this one")


def test_the_key_is_nowhere_before_the_answer_is_in(visit):
    """HTML, scripts, JSON and frames: whatever reaches the browser is searched."""
    page, received, lock = visit().open(), [], threading.Lock()

    def keep(text):
        with lock:
            received.append(text)

    def keep_body(response):
        kind = response.headers.get("content-type", "")
        if ("text" in kind or "json" in kind) and "css" not in kind:
            keep(response.text())

    page.on("response", keep_body)
    page.on("websocket", lambda socket: socket.on("framereceived", lambda payload: keep(str(payload))))
    page.goto(f"/learn/{LESSON}/live/")
    page.get_by_role("button", name="Connect").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#times-4")).to_have_text("1×")
    page.goto(PATH)
    for each in (0, 1, 2):
        question(page, each).get_by_role("button", name="Give me a hint").click()
        expect(question(page, each).locator(".hint")).to_be_visible()
    page.wait_for_load_state("networkidle")
    everything = plain(re.sub(r"</?code>", "", " ".join(received))).replace("&#x27;", "'")
    assert len(received) > 10
    for asked in QUIZ:
        assert plain(asked.choices[0].text) in everything
        for choice in asked.choices:
            assert plain(choice.feedback) not in everything
    for word in ("is_right", "is-right", '"right"', "data-right", "verdict"):
        assert word not in everything
