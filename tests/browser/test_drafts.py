"""A draft of a public lesson, a mended key and the bin in Chromium, at 820 and 1280 px; axe finds nothing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe_violations_at, is_sideways
from tests.browser.desk_page import save


def is_sound(page, name):
    assert axe_violations_at(page, 820, 1280) == [], name
    for width in (820, 1280):
        page.set_viewport_size({"width": width, "height": 1000})
        assert not is_sideways(page), (name, width)


@pytest.fixture
def public(desk):
    """The page of a public lesson that no other test opens."""
    desk.goto("/admin/lessons/lesson/?q=Channels")
    desk.locator("#result_list tbody tr", has_text="Odd labs").nth(2).get_by_role("link").first.click()
    return desk


def test_a_draft_is_begun_looked_at_compared_and_published(public):
    expect(public.locator(".draft-note")).to_contain_text("public at once")
    public.get_by_role("button", name="edit it as a draft").click()
    expect(public.locator(".draft-note")).to_contain_text("This is the draft of a public lesson.")
    public.locator('[name="summary"]').fill("")
    save(public)
    public.get_by_role("link", name="Preview and publish").click()
    is_sound(public, "missing")
    public.get_by_role("link", name="summary: empty").click()
    expect(public).to_have_url(re.compile("#id_summary$"))
    expect(public.locator("#id_summary")).to_be_in_viewport()
    public.locator('[name="summary"]').fill("A better summary.")
    save(public)
    public.get_by_role("link", name="Preview and publish").click()
    expect(public.locator(".publishing ins").first).to_contain_text("A better summary.")
    public.get_by_label("Publish at").fill("2099-01-02T08:15")
    expect(public.locator("[data-local-time]")).to_contain_text("That is 2099-01-02")
    is_sound(public, "compared")
    public.get_by_role("link", name="Read", exact=True).click()
    expect(public.locator("main")).to_contain_text("A better summary.")
    public.go_back()
    public.get_by_role("button", name="Publish now").click()
    expect(public.locator(".messagelist")).to_contain_text("is now public")
    public.get_by_role("link", name="Versions").click()
    is_sound(public, "versions")
    public.get_by_role("button", name="Undo the publication").click()
    expect(public.locator(".messagelist")).to_contain_text("is public again")


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
    is_sound(public, "findings")
    public.locator('[name="tracker-v0-m0-value"]').fill(before)
    save(public)
    expect(never).to_have_count(0)


def test_the_bin_and_the_page_of_earlier_keys_are_sound(public):
    pk = public.url.split("/")[-3]
    public.goto(f"/admin/quizzes/regrading/{pk}/")
    expect(public.locator("#content-main")).to_contain_text("No answer waits for a decision")
    is_sound(public, "regrading")
    public.goto("/admin/lessons/lesson/bin/")
    is_sound(public, "bin")


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
