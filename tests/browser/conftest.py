"""Chromium on a real Daphne. Whatever the page complains of fails the test."""

import contextlib
import os
import re
import shutil

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect, sync_playwright

from lessons.models import Track
from tests.browser.proxy import Proxy
from tests.browser.truth_page import TruthPages
from tests.browser.visitors import PATIENT, Visitors
from tests.support.servers import PATIENCE

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
    with visitors.checked() as make:
        yield make


@pytest.fixture(scope="session")
def proxy(daphne):
    proxy = Proxy(daphne.port)
    yield proxy
    proxy.close()


@pytest.fixture(scope="session")
def visitors_of_proxy(chromium, proxy):
    """Visitors who give up a socket as usual: the proxy may swallow it."""
    visitors = Visitors(chromium, proxy, is_patient=False)
    yield visitors
    visitors.close()


@pytest.fixture
def visit_proxy(visitors_of_proxy, proxy):
    with visitors_of_proxy.checked() as make:
        yield make
        proxy.forget()


@pytest.fixture
def visit_other(visitors_of_proxy, proxy):
    """Make visitors of another server than the one of all tests."""

    @contextlib.contextmanager
    def visiting(server):
        with proxy.leading_to(server.port), visitors_of_proxy.checked() as make:
            visitor = make()
            visitor.run_first(f"({PATIENT})()")
            yield visitor

    return visiting


@pytest.fixture
def visitor(visit):
    return visit()


@pytest.fixture
def page(visitor):
    return visitor.page


@pytest.fixture
def what_if_page(visit):
    """A visitor whose page may complain of refused sockets, as the what-ifs are about them."""
    visitor = visit()
    visitor.allowed = ("WebSocket connection to", "400 (Bad Request)")
    return visitor


@pytest.fixture(scope="session")
def empty_page(chromium):
    """A page of no server, for scripts of the product that compute."""
    with chromium.new_context() as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def truth_pages(chromium):
    pages = TruthPages(chromium)
    yield pages
    pages.close()


@pytest.fixture
def browse(truth_pages):
    """Open tabs on truth servers: each in a browser of its own, or beside another tab."""
    with truth_pages.coming() as make:
        yield make


PASSWORD = "a password of the tests"


def make_staff():
    """Ada is an administrator. Bob is an instructor of the first track."""
    User.objects.create_superuser("ada", password=PASSWORD)
    bob = User.objects.create_user("bob", is_staff=True, password=PASSWORD)
    bob.groups.set(Group.objects.filter(name="Instructors"))
    Track.objects.get(slug="django-channels").instructors.add(bob)


@pytest.fixture(scope="session")
def staff(daphne, at_database):
    at_database(daphne, make_staff)


@pytest.fixture(scope="session")
def instructor(daphne, staff):
    """The session of an administrator, signed in once for all tests of the desk."""
    path = "/admin/login/?next=/admin/"
    with daphne.learner() as client:
        sent = {"username": "ada", "password": PASSWORD, "csrfmiddlewaretoken": client.csrf_token(path)}
        assert client.post(path, data=sent).headers["location"] == "/admin/"
        there = {"domain": "127.0.0.1", "path": "/"}
        cookies = [{"name": name, "value": value} | there for name, value in client.cookies.items()]
    return {"cookies": cookies, "origins": []}


@pytest.fixture(scope="session")
def odd_lessons(daphne, instructor):
    """The addresses at the desk of the lessons with odd labs, which are public."""
    with daphne.learner() as client:
        for each in instructor["cookies"]:
            client.cookies.set(each["name"], each["value"], domain="127.0.0.1")
        rows = client.get("/admin/lessons/lesson/?q=Channels").text.split("<tr")
    odd = [row for row in rows if "Odd labs" in row and "/change/" in row]
    return [re.search(r'href="(/admin/lessons/lesson/\d+/change/)', row)[1] for row in odd]


@pytest.fixture
def desk(visit, instructor):
    """The page of an instructor, who has signed in and goes to the desk."""
    return visit(viewport={"width": 1440, "height": 1000}, storage_state=instructor).page
