"""Chromium on a real Daphne. Whatever the page complains of fails the test."""

import os
import shutil

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect, sync_playwright

from tests.browser.truth_page import TruthPage
from tests.browser.visitors import Visitor, Visitors
from tests.servers import PATIENCE

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


expect.set_options(timeout=PATIENCE * 1000)  # other tests run at the same time, on the same cores


def executable():
    """Chromium without windows, where it is installed: a page takes a third of the processor time."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visitors(chromium, daphne):
    made = Visitors(chromium, daphne)
    yield made
    made.close()


@pytest.fixture
def visit(visitors):
    """Make visitors; their pages may complain of nothing but what the test has allowed."""
    with visitors.coming() as make:
        yield make
        complaints = [text for each in make.there for text in each.complaints_but(*each.allowed)]
    assert complaints == []


@pytest.fixture
def visitor(visit):
    return visit()


@pytest.fixture
def page(visitor):
    return visitor.page


@pytest.fixture
def own_page(visit):
    """A page that no other test gets."""
    return visit(own=True).page


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


PASSWORD = "a password of the tests"
MAKE_INSTRUCTOR = (
    f"from django.contrib.auth.models import User;User.objects.create_superuser('ada', password='{PASSWORD}')"
)


@pytest.fixture(scope="session")
def instructor(chromium, daphne):
    """The session of an administrator, signed in once for all tests of the desk."""
    daphne.manage("shell", "-c", MAKE_INSTRUCTOR)
    visitor = Visitor(chromium, daphne)
    visitor.page.goto("/admin/")
    visitor.page.get_by_label("Username").fill("ada")
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Log in").click()
    expect(visitor.page.get_by_role("heading", name="What you can work on")).to_be_visible()
    state = visitor.context.storage_state()
    visitor.context.close()
    return state


@pytest.fixture
def desk(visit, instructor):
    """An instructor at the desk."""
    page = visit(viewport={"width": 1440, "height": 1000}, storage_state=instructor).page
    page.goto("/admin/")
    return page


OF_COLORS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that look at colors, in which alone the themes differ."""


SETTLED = "() => Promise.allSettled(document.getAnimations().map((each) => each.finished))"


def axe_violations(page, rules=None):
    """What axe finds on the page as it is, in a few words."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found]


def axe_violations_at(page, *widths):
    """What axe finds on the page at these widths, in the light, and of colors in the dark."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in (("dark", OF_COLORS), ("light", None)):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(SETTLED)  # Django's admin fades from one color to the other
            found += [f"{width} {scheme} {each}" for each in axe_violations(page, rules)]
    return found


def is_sideways(page):
    return page.evaluate("() => document.documentElement.scrollWidth > innerWidth")


def widths_of_sideways(page, *widths):
    """Those of these widths, or of the usual ones, at which the page scrolls sideways."""
    found = []
    for width in widths or (320, 390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        found += [width] if is_sideways(page) else []
    return found
