"""The what-ifs of the later lessons in Chromium: a stream that is cut, and a mystery behind a path."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe_violations

BREAKING = "/learn/django-channels/when-it-breaks/live/"
DOOR = "/learn/django-channels/accept-refuse-close/live/"


@pytest.fixture
def page(visit):
    visitor = visit()
    visitor.allowed = ("WebSocket connection to",)
    return visitor.page


def connect(page):
    page.get_by_role("button", name="Connect").click()


def send(page, text):
    page.get_by_label("Message", exact=True).fill(text)
    page.get_by_role("button", name="Send").click()


def test_a_cut_stream_is_caught_up_on_a_new_connection(page):
    page.goto(f"{BREAKING}?what_if=catch_up")
    page.get_by_label("Scores 2 and 3").check()
    connect(page)
    expect(page.locator("#live-message")).to_contain_text("The page opens a new one in a moment")
    expect(page.locator("#what-if-graded")).to_be_visible()
    grades = page.locator("#what-if-graded li")
    assert [each.get_attribute("data-verdict") for each in grades.all()] == ["right"]
    expect(page.locator("#frames").get_by_text("101 Switching Protocols")).to_have_count(2)
    expect(page.locator("#frames")).to_contain_text("TCP reset")


def test_a_learner_cuts_the_connection_and_goes_on_by_number(page):
    page.goto(BREAKING)
    expect(page.get_by_role("button", name="Cut", exact=True)).to_be_disabled()
    connect(page)
    send(page, "1")
    expect(page.locator("#frames")).to_contain_text("3 2:1")
    page.get_by_role("button", name="Cut", exact=True).click()
    expect(page.locator("#lab-event")).to_have_text("close 1006, not clean")
    expect(page.get_by_role("link", name="Replay this run")).to_be_visible()
    expect(page.locator("#value-close_code")).to_have_text("1006")
    page.get_by_role("button", name="Connect again").click()
    send(page, "2")
    expect(page.locator("#frames")).to_contain_text("3 2:1")
    expect(page.locator("#frames")).not_to_contain_text("2 1:1")
    assert axe_violations(page) == []


def test_a_mystery_asks_for_a_path_where_its_lab_has_routes(page):
    page.goto(f"{DOOR}?diagnose")
    page.get_by_role("button", name="Give me a hidden fault").click()
    page.get_by_label("Path").select_option("door/ada/")
    connect(page)
    expect(page.locator("#live")).to_have_attribute("data-state", "open")
    page.locator(".cause label").first.click()
    page.get_by_role("button", name="Name it").click()
    expect(page.locator("#cause-message")).to_contain_text("Your run is still open")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("link", name="Replay this run")).to_be_visible()


def test_titles_of_two_lines_stand_apart_in_the_list_of_what_ifs(visit):
    page = visit(viewport={"width": 1024, "height": 768}).page
    page.goto(BREAKING)
    links = page.locator(".what-ifs li:not(.group) a")
    lines = """(links) => links.map((link) => {
        const text = document.createRange()
        text.selectNodeContents(link)
        return [text.getBoundingClientRect().top, text.getBoundingClientRect().bottom]
    })"""
    edges = links.evaluate_all(lines)
    assert any(bottom - top > 30 for top, bottom in edges), "no title has two lines"
    assert min(after[0] - before[1] for before, after in pairwise(edges)) >= 8
