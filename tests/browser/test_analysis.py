"""Reporting a question and reading its analysis, in Chromium."""

from django.contrib.auth.models import User
from playwright.sync_api import expect

from lessons.models import Track
from quizzes.attempt_models import Attempt
from tests.browser.axe import axe_violations, axe_violations_at, is_sideways, widths_of_sideways
from tests.support.servers import LESSON

PATH = f"/learn/{LESSON}/quiz/"
KEY = "state-after-step-2"


def test_a_question_is_reported_in_place(visit, subtests):
    visitor = visit()
    visitor.allowed = ("400",)
    page = visitor.page
    page.goto(PATH)
    place = page.locator(f"#report-{KEY}")
    with subtests.test("a mistake is told at its field, and a report can be left again"):
        place.get_by_role("link", name="Report this question").click()
        place.get_by_role("button", name="Send the report").click()
        expect(place.get_by_label("What is wrong?")).to_be_focused()
        expect(place).to_contain_text("Choose what is wrong.")
        place.get_by_role("link", name="Cancel").click()
        expect(place.get_by_role("link", name="Report this question")).to_be_focused()
    with subtests.test("keys alone are enough"):
        place.get_by_role("link", name="Report this question").focus()
        page.keyboard.press("Enter")
        expect(place.get_by_label("What is wrong?")).to_be_focused()
        assert axe_violations(page) == []
        page.keyboard.press("Tab")
        page.keyboard.type("There is a typing error.")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("T")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(place.get_by_role("button", name="Send the report")).to_be_focused()
        page.keyboard.press("Enter")
        said = place.get_by_role("status")
        expect(said).to_have_text("The instructors have got your report of this question.")
        expect(said).to_be_focused()
        assert page.url.endswith(PATH)
        assert axe_violations(page) == []


def test_without_javascript_a_report_has_its_own_page(visit):
    page = visit(java_script_enabled=False).page
    page.goto(PATH)
    page.locator(f"#report-{KEY}").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Report question 1")).to_be_visible()
    page.get_by_label("What is wrong?").select_option("unclear")
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator(".report .message")).to_have_text(
        "The instructors have got your report of this question."
    )
    page.get_by_role("link", name="Back to the question").click()
    expect(page.locator(f"#question-{KEY}")).to_be_in_viewport()


LONG = "carl" * 37  # a user name may have 150 characters


def show_paths():
    """Let every track show its learners' paths, and give the last learner an account with a long name."""
    Track.objects.update(shows_paths=True)
    learner = Attempt.objects.latest("started_at").learner
    learner.user = User.objects.create_user(LONG)
    learner.save()


def test_the_analysis_is_counted_read_and_downloaded_and_a_learner_s_path_is_seen(
    desk, visit, daphne, at_database
):
    learner = visit().page
    learner.goto(PATH)
    for number, choice in ((1, 0), (2, 1), (3, 2)):
        question = learner.get_by_role("region", name=f"Question {number}")
        question.get_by_role("radio").nth(choice).check()
        question.get_by_role("button", name="Answer").click()
        expect(question.locator(".why")).to_be_focused()
    desk.goto("/admin/")
    desk.get_by_role("link", name="Item analysis").first.click()
    desk.get_by_role("link", name="Channels for WebSocket support").first.click()
    expect(
        desk.get_by_role("img", name="Question 1: options taken, facility, discrimination")
    ).to_be_visible()
    few = desk.locator(".analysis table", has_text="few")
    expect(few.first).to_be_visible()
    is_sound(desk)
    desk.goto("/admin/quizzes/report/")
    assert not is_sideways(desk)
    desk.go_back()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download this analysis as CSV").click()
    assert download.value.suggested_filename == "websocket-support-analysis.csv"
    at_database(daphne, show_paths)
    desk.goto("/admin/lessons/track/1/change/")
    desk.get_by_role("link", name="Learners").click()
    is_sound(desk)
    desk.get_by_role("link", name=LONG).click()
    expect(desk.locator("#content-main table")).to_contain_text("Channels for WebSocket support")
    is_sound(desk)


def is_sound(page):
    assert axe_violations_at(page, 820, 1280) == []
    assert widths_of_sideways(page, 390) == []
    page.set_viewport_size({"width": 1280, "height": 800})
