"""The learner's own terminal in place of the browser: the bench shows what it does."""

import pytest
from playwright.sync_api import expect
from websockets.sync.client import connect as open_socket

from tests.browser.live_page import PATH


def test_what_a_terminal_does_is_seen_on_the_bench(page):
    page.goto(PATH)
    page.get_by_role("button", name="Use your own terminal").click()
    command = page.locator("[data-terminal-command=websocat]")
    expect(command).to_contain_text("websocat 'ws://127.0.0.1")
    page.get_by_role("button", name="Back to the browser").click()
    expect(page.get_by_role("button", name="Connect", exact=True)).to_be_focused()
    page.get_by_role("button", name="Use your own terminal").click()
    expect(page.get_by_role("button", name="Copy the command for websocat")).to_be_visible()
    expect(page.locator("#live")).to_have_attribute("data-state", "terminal")
    expect(page.locator("#running")).to_have_text("for your terminal")  # nothing runs yet
    address = command.inner_text().split("'")[1]
    with open_socket(address, proxy=None) as terminal:
        terminal.send("typed elsewhere")
        assert terminal.recv() == "echo: typed elsewhere"
        expect(page.locator("#value-message_buffer")).to_contain_text("echo: typed elsewhere")
    expect(page.get_by_role("link", name="Replay this run")).to_be_visible()
    with pytest.raises(Exception, match="403"):
        open_socket(address, proxy=None)


def test_a_page_cannot_use_the_address_of_a_terminal(page, daphne):
    page.goto(PATH)
    page.get_by_role("button", name="Use your own terminal").click()
    expect(page.locator("#live")).to_have_attribute("data-state", "terminal")
    address = page.locator("[data-terminal-command=websocat]").inner_text().split("'")[1]
    with pytest.raises(Exception, match="403"):
        open_socket(address, origin=daphne.url, proxy=None)
