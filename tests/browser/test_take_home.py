"""The project that learners take home, in a browser: its page, and how it comes back."""

import io
import zipfile

import httpx
import pytest
from playwright.sync_api import expect

from tests.take_home import free_port, runserver


@pytest.fixture
def project(daphne, tmp_path):
    data = httpx.get(
        f"{daphne.url}/learn/django-channels/websocket-support/take-home.zip", timeout=60
    ).content
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)
    return tmp_path / "websocket-support"


def test_the_page_sends_comes_back_after_a_restart_and_stays_away_after_a_close(chromium, project):
    port, page = free_port(), chromium.new_page()
    page.add_init_script("Math.random = () => 0.9")  # six attempts outlast a slow start
    events = page.get_by_role("log").get_by_role("listitem")
    with runserver(project, port) as running:
        page.goto(f"http://{running.host}/")
        page.get_by_role("button", name="Send").click()
        expect(events).to_contain_text(["connect first"])
        page.get_by_role("button", name="Connect").click()
        expect(events.last).to_contain_text("open")
        page.get_by_role("button", name="Send").click()
        expect(events.last).to_contain_text("received: echo: hello")
    expect(events.filter(has_text="lost with 1006, not clean")).not_to_have_count(0)
    with runserver(project, port):
        expect(events.last).to_contain_text("open", timeout=30_000)
        page.get_by_label("Code").fill("4001")
        page.get_by_role("button", name="Close").click()
        expect(events.last).to_contain_text("closed with 1000")
    page.context.close()


def test_every_file_is_copied_whole(visit, daphne):
    page = visit(permissions=["clipboard-read", "clipboard-write"]).page
    page.goto("/learn/django-channels/websocket-support/take-home/")
    page.get_by_role("button", name="Copy project/asgi.py").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    compile(copied, "asgi.py", "exec")
    assert copied.endswith("}\n)\n")
    assert "\n\nfrom project.routing import routes\n" in copied
