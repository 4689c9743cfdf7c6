"""Chromium on a real Daphne. Whatever the page complains of fails the test."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from tests.browser.truth_page import TruthPage

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


expect.set_options(timeout=15_000)  # the sockets' tests run at the same time, on the same cores


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        yield browser
        browser.close()


NO_TARGET = "addEventListener('htmx:oobErrorNoTarget', (e) => console.error('no target', e.detail.content))"


class Visitor:
    """A browser of its own, with the complaints of its pages."""

    def __init__(self, chromium, server, **options):
        self.context = chromium.new_context(**{"base_url": server.url, "reduced_motion": "reduce"} | options)
        self.complaints = []
        self.allowed = ()
        self.page = self.open()

    def open(self):
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", self._note)
        page.add_init_script(NO_TARGET)
        return page

    def _note(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def complaints_but(self, *allowed):
        return [text for text in self.complaints if not any(each in text for each in allowed)]


@pytest.fixture
def visit(chromium, daphne):
    """Make visitors; their pages may complain of nothing but what the test has allowed."""
    visitors = []

    def make(**options):
        visitors.append(Visitor(chromium, daphne, **options))
        return visitors[-1]

    yield make
    complaints = [text for visitor in visitors for text in visitor.complaints_but(*visitor.allowed)]
    for visitor in visitors:
        visitor.context.close()
    assert complaints == []


@pytest.fixture
def visitor(visit):
    return visit()


@pytest.fixture
def page(visitor):
    return visitor.page


@pytest.fixture
def browse(chromium):
    """Open tabs on truth servers: each in a browser of its own, or beside another tab."""
    contexts = []

    def make(truth, path="/", beside=None):
        if beside:
            return TruthPage(truth, beside.context, path)
        contexts.append(chromium.new_context())
        return TruthPage(truth, contexts[-1], path)

    make.version = chromium.version
    yield make
    for context in contexts:
        context.close()


def axe_violations(page):
    """What axe finds on the page as it is, in a few words."""
    violations = Axe().run(page).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in violations]
