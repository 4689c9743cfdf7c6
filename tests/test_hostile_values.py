"""Every address with hostile values in each part of its path, in each parameter and in each field: no 500.

On PostgreSQL, which refuses more than SQLite does: NUL characters, numbers that do not fit, lone surrogates.
"""

import itertools
import re
import shutil
from urllib.parse import quote

import pytest

from tests.routes import REAL, routes
from tests.servers import ROOT, environment, serve

HOSTILE = {
    "NUL": "%00",
    "NUL inside": "a%00b",
    "lone surrogate": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "5,000 digits": "9" * 5000,
    "beyond 64 bits": str(2**63),
    "negative": "-1",
    "other digits": quote("١٢"),
    "superscript": quote("²"),
    "line breaks": "%0D%0ASet-Cookie:%20a=b",
    "quote": "%27%22%3B--",
    "markup": quote("<script>{{ 1 }}{% x %}"),
    "path": "..%2F..%2Fetc%2Fpasswd",
    "not a number": "NaN",
    "long": "a" * 5000,
    "combining": quote("\u202e\u0301" * 50),
    "empty": "",
}
LONG = 300
ALONE = ["NUL inside", "beyond 64 bits", *(label for label, value in HOSTILE.items() if len(value) >= LONG)]
"""What comes in one parameter at a time: what databases refuse, because one that is refused may keep
the next from being read, and what is so long that no address holds many."""
HARSH = {
    label: HOSTILE[label]
    for label in ("NUL inside", "lone surrogate", "5,000 digits", "beyond 64 bits", "markup", "long", "empty")
}
"""For the admin, whose pages take longer: those of which each has failed somewhere, or could."""
PARAMETERS = [
    "point",
    "attempt",
    "format",
    "url",
    "v",
    "node",
    "reveal",
    "version",
    "again",
    "recorded",
    "closed",
    "saved",
    "question",
    "q",
    "what_if",
    "diagnose",
    "card",
    "room",
    "code",
    "next",
    "page",
    "p",
    "words",
    "difficulty",
    "o",
    "e",
    "status__exact",
]
FIELDS = [
    *PARAMETERS,
    "q1-choice",
    "q1",
    "rating",
    "reviews",
    "confidence",
    "reason",
    "text",
    "said",
    "option",
    "key",
    "username",
    "password",
    "theme",
    "name",
    "kept",
    "keep",
    "seen",
    "close_code",
    "disconnect",
]


@pytest.fixture(scope="module")
def server(made_var, postgresql_engine, tmp_path_factory):
    var = shutil.copytree(made_var, tmp_path_factory.mktemp("hostile") / "var")
    env = environment(var, DATABASE_URL=postgresql_engine.made())
    with serve("daphne", env, var / "daphne.log") as server:
        yield server


def test_every_parameter_that_a_page_reads_is_tried():
    read = set()
    for app in ("lessons", "quizzes", "live_demo", "tutorial"):
        for file in (ROOT / app).rglob("*.py"):
            source = file.read_text()
            read |= {*re.findall(r'request\.GET\.get\(\s*"(\w+)"', source)}
            read |= {*re.findall(r'"(\w+)" in request\.GET', source)}
    assert read - set(PARAMETERS) == set()


def addresses(below="", hostile=HOSTILE):
    """Each route `below` this one with real values and one of `hostile` in each of its places."""
    for route in sorted({route for route in routes() if route.startswith(below)}):
        names = re.findall(r"\{(\w+)\}", route)
        for name, value in itertools.product(names or [""], hostile.values() if names else [""]):
            filled = {each: value if each == name else REAL.get(each, "1") for each in names}
            yield "/" + route.format(**filled)


ACCOUNT = """
from django.contrib.auth.models import Group, User
user = User.objects.create_user({name!r}, password={password!r}, is_staff=True, is_superuser={is_superuser})
user.groups.set(Group.objects.filter(name="Instructors"))
from lessons.models import Lesson
Lesson.objects.get(pk=1).authors.add(user)
"""
PASSWORD = "a password of the tests"


@pytest.fixture(scope="module", params=["administrator"])
def staff(server, request):
    """A browser that is signed in to the admin."""
    name = f"hostile-{request.param}"
    code = ACCOUNT.format(name=name, password=PASSWORD, is_superuser=request.param == "administrator")
    server.manage("shell", "--no-imports", "--command", code)
    with server.learner() as client:
        token = client.csrf_token("/account/sign-in/")
        sent = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": token}
        assert client.post("/account/sign-in/", data=sent).status_code == 302
        yield client


@pytest.fixture
def guest(server):
    with server.learner() as client:
        yield client


def failures(client, asked):
    """The addresses that are answered with an error of the server, or that leave a traceback."""
    failed = [address[:120] for address in asked if client.get(address).status_code >= 500]
    return failed or re.findall("Traceback.*", client.server.log.read_text())


def test_no_address_fails(guest):
    assert failures(guest, addresses()) == []


def test_no_address_of_the_admin_fails(staff):
    assert failures(staff, (each for each in addresses("admin/", HARSH) if "logout" not in each)) == []


def test_no_parameter_fails(guest):
    pages = [
        "/",
        "/search/",
        "/review/",
        "/account/",
        *(
            f"/learn/django-channels/websocket-support/{way}"
            for way in ("", "flow/", "live/", "step/", "quiz/", "recall/", "predict/")
        ),
    ]
    asked = [
        f"{page}?{'&'.join(f'{name}={value}' for name in PARAMETERS)}"
        for page, value in itertools.product(pages, HOSTILE.values())
        if len(value) < LONG
    ]
    asked += [
        f"{page}?{name}={HOSTILE[label]}" for page, label, name in itertools.product(pages, ALONE, PARAMETERS)
    ]
    assert failures(guest, asked) == []


def test_no_field_fails(guest):
    real = sorted(
        {
            "/" + route.format(**{name: REAL.get(name, "1") for name in re.findall(r"\{(\w+)\}", route)})
            for route in routes()
        }
    )
    sending = [each for each in real if not re.search(r"sign-out|/delete/$|password", each)]
    headers = {"X-CSRFToken": guest.csrf_token(), "Content-Type": "application/x-www-form-urlencoded"}
    failed = []
    for address, (label, value) in itertools.product(sending, HOSTILE.items()):
        body = "&".join(f"{field}={value}" for field in FIELDS)
        status = guest.post(address, content=body, headers=headers).status_code
        if status >= 500:
            failed.append((status, address, label))
    assert failed == []
    assert "Traceback" not in guest.server.log.read_text()
