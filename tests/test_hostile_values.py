"""Every address with hostile values in each part of its path, in each parameter and in each field: no 500.

On PostgreSQL, which refuses more than SQLite does: NUL characters, numbers that do not fit, lone surrogates.
"""

import itertools
import re
import shutil
import uuid
from contextlib import closing, contextmanager

import pytest
from django.contrib.auth.models import Group, User

from lessons.models import Lesson
from tests.hostile import ALONE, FIELDS, HARSH, HOSTILE, LONGEST, PARAMETERS
from tests.quizzes.conftest import make_key
from tests.routes import REAL, routes
from tests.servers import ROOT, environment, serve
from tests.status_client import StatusClient
from tests.test_hostile_admin import ASKED, VALUES, filters_of, lists
from tutorial.roles import INSTRUCTORS, make_roles


@pytest.fixture(scope="module")
def server(made_var, postgresql_engine, tmp_path_factory):
    var = shutil.copytree(made_var, tmp_path_factory.mktemp("hostile") / "var")
    env = environment(var, DATABASE_URL=postgresql_engine.made())
    with serve("daphne", env, var / "daphne.log") as server:
        yield server


READ = r'request\.{0}\.get(?:list)?\(\s*"(\w+)"|request\.{0}\["(\w+)"\]|"(\w+)" in request\.{0}'


@pytest.mark.parametrize(("method", "tried"), [("GET", PARAMETERS), ("POST", FIELDS)])
def test_every_name_that_a_page_reads_is_tried(method, tried):
    sources = (
        file for app in ("lessons", "quizzes", "live_demo", "tutorial") for file in (ROOT / app).rglob("*.py")
    )
    found = (names for file in sources for names in re.findall(READ.format(method), file.read_text()))
    assert {name for names in found for name in names if name} - set(tried) == set()


def parted(is_admin):
    """The routes of the admin, or all others."""
    return sorted({route for route in routes() if route.startswith("admin/") == is_admin})


def addresses(*, is_admin, hostile=HOSTILE):
    """Each route of this part with real values and one of `hostile` in each of its places."""
    for route in parted(is_admin):
        names = re.findall(r"\{(\w+)\}", route)
        for name, value in itertools.product(names or [""], hostile.values() if names else [""]):
            filled = {each: value if each == name else REAL.get(each, "1") for each in names}
            yield "/" + route.format(**filled)


def real_addresses(*, is_admin):
    """Each address with real values, but for those that end the session or the account."""
    found = (
        "/" + route.format(**{name: REAL.get(name, "1") for name in re.findall(r"\{(\w+)\}", route)})
        for route in parted(is_admin)
    )
    return sorted({each for each in found if not re.search(r"sign-out|logout|/delete/$|password", each)})


PASSWORD = "a password of the tests"


def make_account(name, role):
    make_roles()
    is_superuser = role == "administrator"
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True, is_superuser=is_superuser)
    user.groups.set(Group.objects.filter(name=INSTRUCTORS))
    lesson = Lesson.objects.get(pk=1)
    lesson.authors.add(user)
    lesson.track.instructors.add(user)


@pytest.fixture(scope="module")
def signed_in(server, at_database):
    """Gives a browser that is signed in to the admin, with an account of its own."""

    @contextmanager
    def as_new_user(role):
        name = f"hostile-{uuid.uuid4()}"
        at_database(server, make_account, name, role)
        with server.learner() as client:
            token = client.csrf_token("/account/sign-in/")
            sent = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": token}
            assert client.post("/account/sign-in/", data=sent).status_code == 302
            yield client

    return as_new_user


@pytest.fixture(scope="module")
def staff(signed_in):
    with signed_in("administrator") as client:
        yield client


@pytest.fixture
def guest(server):
    with server.learner() as client:
        yield client


def is_error(status):
    """501 is the answer of oEmbed to a format that it does not have."""
    return status >= 500 and status != 501


def failures(client, asked):
    """The addresses that are answered with an error of the server, or that leave a traceback."""
    with closing(StatusClient(client)) as visitor:
        failed = [address[:120] for address in asked if is_error(visitor.get(address))]
    return failed or re.findall("Traceback.*", client.server.log.read_text())


def test_no_address_fails(guest):
    assert failures(guest, addresses(is_admin=False)) == []


def test_no_address_of_the_admin_fails(staff):
    assert (
        failures(staff, (each for each in addresses(is_admin=True, hostile=HARSH) if "logout" not in each))
        == []
    )


@pytest.fixture(params=["administrator", "instructor"])
def desk(signed_in, request):
    """A browser that is signed in as this user, who sees other lists than others."""
    with signed_in(request.param) as client:
        yield client


def test_no_parameter_of_a_list_of_the_admin_fails(desk):
    asked = [
        f"{address}?{name}={value}"
        for address, model_admin in lists(desk)
        for name in [*ASKED, *filters_of(model_admin)]
        for value in VALUES
    ]
    assert len(asked) > 100
    assert failures(desk, asked) == []


def test_no_field_of_the_admin_fails(staff):
    token = {"X-CSRFToken": staff.csrf_token()}
    values = [HOSTILE[label] for label in ("NUL inside", "lone surrogate", "5,000 digits", "beyond 64 bits")]
    bodies = ["&".join(f"{field}={value}" for field in FIELDS) for value in values]
    bodies += [f"question-{HOSTILE['5,000 digits']}=everyone&choosing=1&take={HOSTILE['5,000 digits']}"]
    asked = itertools.product(real_addresses(is_admin=True), bodies)
    with closing(StatusClient(staff)) as visitor:
        answers = [(address, body[:60], visitor.post(address, body, **token)) for address, body in asked]
    failed = [answer for answer in answers if is_error(answer[-1])]
    assert failed == []
    assert "Traceback" not in staff.server.log.read_text()


def test_no_parameter_of_the_api_fails(server, at_database):
    """Filters, limits and cursors."""
    _, key = at_database(server, make_key)
    with server.learner() as client:
        client.headers.update({"Authorization": f"Bearer {key}"})
        paths = client.get("/api/v1/openapi.json").json()["paths"]
        names = [
            (path, parameter["name"])
            for path, operations in paths.items()
            for parameter in operations.get("get", {}).get("parameters", [])
            if parameter["in"] == "query"
        ]
        assert len(names) > 15
        asked = [f"{path}?{name}={value}" for path, name in names for value in HOSTILE.values()]
        assert failures(client, asked) == []
        assert client.get("/api/v1/attempts").status_code == 200


READING = [
    "/live/django-channels/websocket-support/challenges/own-state/?attempt",
    "/live/oembed/?url",
    "/live/oembed/?url=http://127.0.0.1/live/shared/a/&format",
]
"""Pages that read one parameter only."""


def how_many(label):
    """Parameters that take this value in one address."""
    return 1 if label == ALONE else max(1, LONGEST // (len(HOSTILE[label]) + len("status__exact=&")))


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
        f"{page}?{'&'.join(f'{name}={value}' for name in names)}"
        for page, (label, value) in itertools.product(pages, HOSTILE.items())
        for names in itertools.batched(PARAMETERS, how_many(label))
    ]
    with closing(StatusClient(guest)) as visitor:
        answers = {address: visitor.get(address) for address in asked}
    assert {status for address, status in answers.items() if "%00" in address} == {400}
    assert {status for address, status in answers.items() if "%00" not in address} == {200}
    assert failures(guest, (f"{page}={value}" for page in READING for value in HOSTILE.values())) == []


def test_no_field_fails(guest):
    token = {"X-CSRFToken": guest.csrf_token()}
    failed = []
    with closing(StatusClient(guest)) as visitor:
        for address in real_addresses(is_admin=False):
            for label, value in HOSTILE.items():
                body = "&".join(f"{field}={value}" for field in FIELDS)
                status = visitor.post(address, body, **token)
                if is_error(status):
                    failed.append((status, address, label))
                if status == 405:  # whatever the fields
                    break
    assert failed == []
    assert "Traceback" not in guest.server.log.read_text()
