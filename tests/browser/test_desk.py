"""The instructor's desk in Chromium, under the strict policy: write, preview, publish, change, revert."""

import re
import shutil

from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.axe import axe_violations
from tests.browser.conftest import PASSWORD
from tests.browser.desk_page import fill, save, values, write_lesson
from tests.support.server_fixtures import SHIPPED

MISTAKES = [
    ({"questions-0-choices-0-is_right": False}, "#questions-0-choices-0", "No right answers"),
    ({"steps-0-number": "2", "steps-1-number": "2"}, "#steps-1", "2 is there twice."),
    ({"key_moments-0-points_to": "step 3"}, "#key_moments-0", "points to a row that does not exist"),
    ({"questions-0-proof": "there"}, "#questions-0", "is not a pointer: write one like 'step 2'"),
    ({"tracker-v0-m0-value": ""}, ".field-tracker", "connection_state, Start: empty"),
    ({"tracker-m0-after": "9"}, ".field-tracker", "Start: there is no step 9"),
]


def test_a_lesson_is_written_previewed_published_changed_and_reverted(
    desk, visit, daphne, at_database, tmp_path, subtests
):
    write_lesson(desk, "a-new-one")
    with subtests.test("a text is previewed"):
        desk.locator('[name="snapshot"]').focus()
        desk.locator(".field-snapshot").get_by_role("button", name="Preview").click()
        expect(desk.locator(".field-snapshot .markdown-preview strong")).to_have_text("two")

    with subtests.test("mistakes that would break the page are refused, each at its field"):
        fill(desk, status="published")
        mistaken = {name: value for mistake, _, _ in MISTAKES for name, value in mistake.items()}
        right = values(desk, mistaken)
        fill(desk, **mistaken)
        save(desk)
        assert desk.url.endswith("/add/")
        for _, place, told in MISTAKES:
            expect(desk.locator(place).locator(".errorlist", has_text=told).first).to_be_visible()
        for named in ("Question #1: Proof: 'there' is not", "has 2. connection_state, Start: empty"):
            expect(desk.locator(".errornote a", has_text=named)).to_be_visible()
        expect(desk.locator(".errornote a", has_text=re.compile("^Variable tracker: Start"))).to_be_visible()
        expect(desk.locator('[name="title"]')).to_have_value("A lesson on a-new-one")
        expect(desk.locator('[name="questions-0-choices-1-text"]')).to_have_value("That")
        fill(desk, **right)
        fill(desk, status="draft")

    with subtests.test("it is added, its rows with numbers"):
        save(desk)
        expect(desk.locator(".messagelist")).to_contain_text("was added successfully")
        numbers = [desk.locator(f'[name="steps-{row}-number"]').input_value() for row in (0, 1)]
        assert numbers == ["1", "2"]
    change = desk.url

    with subtests.test("rows change places"):
        desk.locator('[name="flow_steps-0-steps"]').first.check()
        fill(desk, **{"steps-0-number": "2", "steps-1-number": "1"})
        save(desk)
        expect(desk.locator(".messagelist")).to_contain_text("was changed successfully")
        expect(desk.locator('[name="steps-0-action"]')).to_have_value("Action 1")

    learner = visit().page
    with subtests.test("nobody but instructors sees a draft"):
        desk.goto(desk.get_by_role("link", name="View on site").get_attribute("href"))
        expect(desk.get_by_text("Only instructors see this page")).to_be_visible()
        assert learner.request.get(desk.url).status == 404
    lesson = desk.url

    with subtests.test("it is published"):
        desk.goto("/admin/lessons/lesson/")
        desk.get_by_role("row", name="A lesson on a-new-one").get_by_role("checkbox").check()
        desk.locator('[name="action"]').select_option("publish")
        desk.get_by_role("button", name="Run").click()
        expect(desk.locator(".messagelist")).to_contain_text("is now published")
        assert learner.goto(lesson).status == 200
        expect(learner.locator("#step-2")).to_contain_text("Action 0")
        expect(learner.locator("#flow-1")).to_contain_text("row 2")
        expect(learner.locator("#tracker")).to_contain_text("not yet")

    with subtests.test("what is changed is seen by learners, and exported"):
        desk.goto(change)
        fill(desk, **{"steps-1-action": "Another action", "tracker-v0-m0-value": "'Begun'"})
        save(desk)
        learner.reload()
        expect(learner.locator("#step-2")).to_contain_text("Another action")
        expect(learner.locator("#tracker")).to_contain_text("'Begun'")
        at_database(daphne, call_command, "export_lessons", tmp_path)
        (folder,) = tmp_path.rglob("*-a-new-one")
        assert "Another action" in (folder / "lesson.toml").read_text()

    with subtests.test("an earlier version comes back"):
        desk.goto(change.replace("change/", "history/"))
        desk.locator("#change-history tbody tr a").nth(1).click()
        expect(desk.locator(".field-changes ins")).to_have_text(["Action 0", "None"])
        desk.get_by_role("button", name="Go back to this version").click()
        expect(desk.locator('[name="steps-1-action"]')).to_have_value("Action 0")
        learner.reload()
        expect(learner.locator("#step-2")).to_contain_text("Action 0")
        expect(learner.locator("#tracker")).to_contain_text("None")

    with subtests.test("it is taken from learners"):
        desk.goto("/admin/lessons/lesson/")
        desk.get_by_role("row", name="A lesson on a-new-one").get_by_role("checkbox").check()
        desk.locator('[name="action"]').select_option("unpublish")
        desk.get_by_role("button", name="Run").click()
        desk.get_by_role("button", name="Take it from learners").click()
        expect(desk.locator(".messagelist")).to_contain_text("is now a draft")
        assert learner.request.get(lesson).status == 404


def test_a_key_of_the_api_is_shown_once_and_works_until_it_is_revoked(desk, daphne):
    desk.goto("/admin/quizzes/apikey/add/")
    fill(desk, name="A school")
    save(desk, "Save")
    message = desk.locator(".messagelist").inner_text()
    secret = re.search(r"hs_[\w-]+", message)[0]
    desk.locator(".messagelist code").click()
    assert desk.evaluate("() => getSelection().toString()") == secret
    api = desk.request
    headers = {"Authorization": f"Bearer {secret}"}
    assert api.get("/api/v1/tracks", headers=headers).status == 200
    desk.reload()
    assert secret not in desk.content()
    desk.get_by_role("row", name="A school").get_by_role("checkbox").check()
    desk.locator('[name="action"]').select_option("revoke")
    desk.get_by_role("button", name="Run").click()
    expect(desk.locator(".messagelist")).to_contain_text("1 key revoked")
    assert api.get("/api/v1/tracks", headers=headers).status == 401


def test_the_api_docs_work_under_the_policy(page):
    page.goto("/api/v1/docs")
    expect(page.get_by_text("/api/v1/quizzes/{track}/{lesson}/grade", exact=True)).to_be_visible()


def zip_of_track(tmp_path, old, new):
    """The shipped track as a zip, with a change in its lesson."""
    folder = shutil.copytree(SHIPPED / "django-channels", tmp_path / "zip" / "django-channels")
    lesson = folder / "01-websocket-support" / "lesson.toml"
    assert old in lesson.read_text()
    lesson.write_text(lesson.read_text().replace(old, new, 1))
    return shutil.make_archive(tmp_path / "track", "zip", tmp_path / "zip")


def test_an_instructor_signs_in_uploads_looks_applies_and_reverts(page, staff, tmp_path, subtests):
    teacher = page
    teacher.set_viewport_size({"width": 1440, "height": 1000})
    with subtests.test("the desk is for instructors only"):
        teacher.goto("/admin/lessons/lesson/")
        expect(teacher.get_by_label("Username")).to_be_visible()
        assert teacher.request.post("/admin/lessons/lesson/preview/", form={"text": "x"}).status == 403
    teacher.get_by_label("Username").fill("bob")
    teacher.get_by_label("Password").fill(PASSWORD)
    teacher.get_by_role("button", name="Log in").click()
    own = teacher.locator("#result_list tbody tr")
    expect(own.filter(has_text="Channels for WebSocket support")).to_have_count(1)  # odd labs have it, too
    expect(own.filter(has_text="Odd labs")).to_have_count(0)
    teacher.get_by_role("link", name="Upload a zip").click()
    teacher.get_by_label("Zip").set_input_files(zip_of_track(tmp_path, "minutes = 10", "minutes = 0"))
    teacher.get_by_role("button", name="See what it would change").click()
    expect(teacher.get_by_role("alert")).to_contain_text("lesson.toml:3: minutes: input should be greater")
    assert axe_violations(teacher) == []

    shutil.rmtree(tmp_path / "zip")
    teacher.get_by_label("Zip").set_input_files(zip_of_track(tmp_path, "minutes = 10", "minutes = 11"))
    teacher.get_by_role("button", name="See what it would change").click()
    expect(teacher.locator(".diff del")).to_have_text(["-minutes = 10"])
    expect(teacher.locator(".diff ins")).to_have_text(["+minutes = 11"])
    assert axe_violations(teacher) == []
    size = teacher.viewport_size
    teacher.set_viewport_size({"width": 820, "height": 300})  # lower than what would change
    expect(teacher.get_by_role("button", name="Apply all of it")).to_be_in_viewport(ratio=1)
    teacher.set_viewport_size(size)
    teacher.get_by_role("button", name="Apply all of it").click()
    expect(teacher.locator(".messagelist")).to_contain_text("websocket-support updated")

    teacher.get_by_role("link", name="Channels for WebSocket support").click()
    expect(teacher.locator('[name="minutes"]')).to_have_value("11")
    teacher.goto(teacher.url.replace("change/", "history/"))
    expect(teacher.locator("#change-history tbody tr").first).to_contain_text("Uploaded as a zip. ")
    teacher.locator("#change-history tbody tr a").nth(1).click()
    expect(teacher.locator(".field-changes")).to_contain_text("10")
    teacher.get_by_role("button", name="Go back to this version").click()
    expect(teacher.locator(".messagelist")).to_contain_text("is as it was on")
    expect(teacher.locator('[name="minutes"]')).to_have_value("10")
    flow = teacher.request.get("/learn/django-channels/websocket-support/flow/?node=4").text()
    assert "row 2" in flow  # what a flow step covers has come back, too
    teacher.goto("/admin/lessons/lesson/")
    with teacher.expect_download() as download:
        teacher.get_by_role("row", name="Channels for WebSocket support").get_by_role("checkbox").check()
        teacher.locator('[name="action"]').select_option("download")
        teacher.get_by_role("button", name="Run").click()
    assert download.value.suggested_filename == "django-channels.zip"
