"""A page whose watch socket is in another process, while the Redis between the two is away."""

import pytest
from playwright.sync_api import expect

from tests.browser.live_page import connect, send
from tests.support.engines import free_port, redis_process
from tests.support.servers import environment, serve, var_like


@pytest.fixture
def redis_port():
    return free_port()


@pytest.fixture
def server(made_var, tmp_path, redis_port):
    var = var_like(made_var, tmp_path / "var")
    env = environment(var, REDIS_URL=f"redis://127.0.0.1:{redis_port}/0")
    with serve("daphne", env, var / "daphne.log") as server:
        yield server


def test_a_page_says_that_its_watch_socket_is_lost_and_completes_its_tables_later(
    visit_other, server, redis_port
):
    with visit_other(server) as visitor:
        page = visitor.page
        with redis_process(redis_port):
            connect(page)
            send(page, "before")
            expect(page.locator("#frames")).to_contain_text("echo: before")
        expect(page.locator("#live-message")).to_contain_text("What you see is kept; trying again (2 of 6)")
        expect(page.locator("#frames")).to_contain_text("echo: before")
        send(page, "meanwhile")
        expect(page.locator("#lab-event")).to_contain_text("echo: meanwhile")
        with redis_process(redis_port):
            expect(page.locator("#live-message")).to_contain_text("The watch socket is back")
            expect(page.locator("#frames")).to_contain_text("echo: meanwhile")
            expect(page.locator("#times-4")).to_have_text("2×")
