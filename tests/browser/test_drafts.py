"""A draft of a public lesson, a mended key and the bin in Chromium, at 820 and 1280 px; axe finds nothing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at, is_sideways, widths_of_sideways
from tests.browser.desk_page import save, saved
from tests.browser.visitors import listening


def is_sound(page, name):
    assert axe_violations_at(page, 820, 1280) == [], name  # nor does it scroll sideways
    page.set_viewport_size({"width": 1280, "height": 1000})


WIDTHS = """(boxes) => boxes.map((box) => {
    const text = document.createRange()
    const fits = (line) => {
        text.selectNodeContents(line)
        return text.getBoundingClientRect().width < box.clientWidth - 20
    }
    return [box.scrollWidth - box.clientWidth, [...box.children].every(fits)]
})"""
"""Of each box: by how much it scrolls sideways, and whether all of its lines fit into it."""


@pytest.fixture
def public(desk, odd_lessons):
    """The page of a public lesson that no other test opens."""
    desk.goto(odd_lessons[2])
    return listening(desk)


def test_a_draft_is_begun_looked_at_compared_and_published(public):
    expect(public.locator(".draft-note")).to_contain_text("public at once")
    public.get_by_role("button", name="edit it as a draft").click()
    expect(public.locator(".draft-note")).to_contain_text("This is the draft of a public lesson.")
    saved(public, summary="")
    public.get_by_role("link", name="Preview and publish").click()
    is_sound(public, "missing")
    public.get_by_role("link", name="summary: empty").click()
    expect(public).to_have_url(re.compile("#id_summary$"))
    expect(public.locator("#id_summary")).to_be_in_viewport()
    public.locator('[name="summary"]').fill("A better summary.")
    save(public)
    public.get_by_role("link", name="Preview and publish").click()
    expect(public.locator(".field-changes ins").first).to_contain_text("A better summary.")
    publish = public.get_by_role("region", name="Publish")
    assert publish.bounding_box()["y"] < public.locator(".field-changes").bounding_box()["y"]
    is_sound(public, "compared")
    public.get_by_text("As lines of the lesson's files").click()
    public.set_viewport_size({"width": 6000, "height": 1000})
    assert {tuple(widths) for widths in public.locator(".diff").evaluate_all(WIDTHS)} == {(0, True)}
    public.set_viewport_size({"width": 1280, "height": 1000})
    time_zone = public.context.new_cdp_session(public)
    time_zone.send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Tokyo"})
    public.reload()
    public.get_by_label("Publish at (your time, Asia/Tokyo)").fill("2099-01-02T08:15")
    expect(public.locator("[data-local-time]")).to_have_text("That is 2099-01-01 23:15 UTC.")
    public.get_by_role("button", name="Schedule").click()
    expect(public.locator("#content-main")).to_contain_text("2099-01-01 23:15 UTC (2099-01-02 08:15 local)")
    public.get_by_role("button", name="Call it off").click()
    time_zone.detach()
    public.get_by_role("link", name="Read", exact=True).click()
    expect(public.locator("main")).to_contain_text("A better summary.")
    public.go_back()
    public.get_by_role("button", name="Publish now").click()
    expect(public.locator(".messagelist")).to_contain_text("is now public")
    public.get_by_role("link", name="Publishing").click()
    is_sound(public, "versions")
    public.get_by_role("button", name="Undo the publication").click()
    expect(public.locator(".messagelist")).to_contain_text("is public again")
    public.get_by_role("link", name="History", exact=True).click()
    is_sound(public, "history")
    public.locator("#change-history a").first.click()
    expect(public.get_by_role("region", name="What going back")).to_be_visible()
    assert widths_of_sideways(public, 820, 1280) == []


def test_a_conflict_is_told_once_and_leads_to_the_history_in_a_tab_of_its_own(public):
    saved(public, summary="Of somebody else.")
    public.locator('[name="summary"]').fill("Mine.")
    public.set_viewport_size({"width": 390, "height": 844})
    save(public)
    expect(public.get_by_text("Somebody has changed this lesson")).to_have_count(1)
    told = public.locator(".errornote")
    expect(told).to_contain_text("Somebody has changed this lesson")
    expect(told).to_be_in_viewport(ratio=1)
    with public.expect_popup() as history:
        told.get_by_role("link", name="History").click()
    expect(history.value.locator("#change-history tbody tr").first).to_contain_text("Changed: summary")
    expect(public.locator('[name="summary"]')).to_have_value("Mine.")
    is_sound(public, "conflict")
    save(public)
    expect(public.locator(".messagelist")).to_contain_text("was changed successfully")


def test_a_run_is_recorded_at_the_desk_and_what_it_contradicts_stands_beside_the_field(public):
    public.get_by_role("link", name="Record and verify").click()
    public.get_by_role("button", name="Record the run").click()
    latest = public.get_by_role("region", name="Latest run")
    expect(latest).to_contain_text("claims of the lesson are proven")
    is_sound(public, "runs")
    public.locator(".breadcrumbs a").last.click()
    before = public.locator('[name="tracker-v0-m0-value"]').input_value()
    public.locator('[name="tracker-v0-m0-value"]').fill("'never'")
    save(public)
    never = public.locator(".finding", has_text="is 'never'")
    expect(never.first).to_contain_text("The run contradicts this: the tracker says")
    never.first.get_by_role("link").click()
    expect(public.locator('[name="tracker-v0-m0-value"].contradicted')).to_be_focused()
    is_sound(public, "findings")
    public.locator('[name="tracker-v0-m0-value"]').fill(before)
    save(public)
    expect(never).to_have_count(0)


def test_a_mended_key_is_decided_on_and_the_bin_and_the_list_are_sound(public, visit):
    learner = visit().page
    shown = public.request.get(public.get_by_role("link", name="View on site").get_attribute("href"))
    learner.goto(f"{shown.url}quiz/")
    question = learner.get_by_role("region", name="Question 1")
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Answer").click()
    expect(question.locator(".why")).to_be_focused()
    for choice in (0, 1):
        is_right = public.locator(f'[name="questions-0-choices-{choice}-is_right"]')
        is_right.set_checked(not is_right.is_checked())
    save(public)
    public.locator(".messagelist a[href*=regrading]").click()
    is_sound(public, "regrading")
    public.get_by_label("Grade everyone by the new key").check()
    public.get_by_role("button", name="Apply").click()
    expect(public.locator(".messagelist")).to_contain_text("Answers: 1.")
    learner.reload()
    expect(question).to_contain_text("Your answer was graded again")
    public.set_viewport_size({"width": 820, "height": 1000})
    public.goto("/admin/lessons/lesson/bin/")
    expect(public.locator("#main")).not_to_have_class(re.compile("shifted"))
    is_sound(public, "bin")
    public.goto("/admin/lessons/lesson/")
    is_sound(public, "list")


def test_what_was_typed_and_not_saved_is_kept_in_the_browser_and_put_back(public):
    leaving = []

    def leave(dialog):
        leaving.append(dialog.type)
        dialog.accept()

    public.on("dialog", leave)
    summary = public.locator('[name="summary"]')
    summary.press_sequentially("Typed. ")
    typed = summary.input_value()
    public.wait_for_function("() => JSON.stringify(localStorage).includes('Typed. ')")
    public.reload()
    assert leaving == ["beforeunload"]
    expect(public.get_by_role("status").first).to_contain_text("was not saved")
    assert not is_sideways(public)
    assert "Typed. " not in summary.input_value()
    public.get_by_role("button", name="Put it back").click()
    expect(summary).to_have_value(typed)
    save(public)
    assert leaving == ["beforeunload"]
    public.reload()
    expect(public.locator("#lesson_form")).not_to_contain_text("was not saved")
    assert (
        public.evaluate("() => Object.keys(localStorage).filter(key => key.includes('unsaved')).length") == 0
    )
    public.remove_listener("dialog", leave)
