"""Every address with hostile values in each part of its path, in each parameter and in each field: no 500.

On PostgreSQL, which refuses more than SQLite does: NUL characters, numbers that do not fit, lone surrogates.
The pages answer in this process; what a server makes of each value before they see it, a server shows.
"""

import itertools
import re
import uuid
from collections import Counter
from contextlib import closing

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils.crypto import get_random_string

from lessons.models import Lesson
from quizzes.api.v1 import api
from tests import server_settings
from tests.quizzes.conftest import make_key
from tests.support.admin_lists import lists, parameters_of
from tests.support.hostile_values import ALONE, FIELDS, FOR_LISTS, HARSH, HOSTILE, LONGEST, PARAMETERS
from tests.support.names_read import names_read
from tests.support.other_database import connected_to
from tests.support.page_client import PageClient
from tests.support.processes import sandbox_socket
from tests.support.routes import addresses_with, real_addresses
from tests.support.servers import ROOT
from tests.support.status_client import StatusClient
from tutorial.log_records import RefusalsInOneLine
from tutorial.roles import INSTRUCTORS, make_roles

pytestmark = pytest.mark.servers  # the PostgreSQL, too, is run once only


@pytest.fixture(scope="module")
def database(postgresql_engine, django_db_blocker):
    """Give this process a database of PostgreSQL with every lesson, while a test runs."""
    with django_db_blocker.unblock(), connected_to(postgresql_engine.made()):
        yield


@pytest.fixture
def guest(database, settings):
    """A browser that is asked no limits, as on the servers of the tests, and has what runs learners' code."""
    for name in ("LIVE_DEMO", "NETWORK_SHARE", "LEARNERS_PER_MINUTE", "API"):
        setattr(settings, name, getattr(server_settings, name))
    settings.OWN_CODE = server_settings.OWN_CODE | {"SOCKET": sandbox_socket()}
    return PageClient()


READ = r'request\.{0}\.get(?:list)?\(\s*"(\w+)"|request\.{0}\["(\w+)"\]|"(\w+)" in request\.{0}'


@pytest.mark.parametrize(("method", "tried"), [("GET", PARAMETERS), ("POST", FIELDS)])
def test_every_name_that_a_page_reads_is_tried(method, tried):
    sources = (
        file for app in ("lessons", "quizzes", "live_demo", "tutorial") for file in (ROOT / app).rglob("*.py")
    )
    found = (names for file in sources for names in re.findall(READ.format(method), file.read_text()))
    assert {name for names in found for name in names if name} - set(tried) == set()


def make_account(role):
    make_roles()
    is_superuser = role == "administrator"
    user = User.objects.create(username=f"hostile-{uuid.uuid4()}", is_staff=True, is_superuser=is_superuser)
    user.groups.set(Group.objects.filter(name=INSTRUCTORS))
    lesson = Lesson.objects.get(pk=1)
    lesson.authors.add(user)
    lesson.track.instructors.add(user)
    return user


def signed_in(guest, role):
    """`guest`, signed in to the admin with an account of its own."""
    client = Client()
    client.force_login(make_account(role))
    guest.cookies.update(client.cookies)
    return guest


def csrf_token_of(client):
    """The header of the token that the cookie of `client` has."""
    client.cookies["csrftoken"] = token = get_random_string(32)
    return {"X-CSRFToken": token}


@pytest.fixture
def staff(guest):
    return signed_in(guest, "administrator")


def is_error(status):
    """501 is the answer of oEmbed to a format that it does not have."""
    return status >= 500 and status != 501


@pytest.fixture
def read(monkeypatch):
    """The names of parameters and fields that a page has asked for since this set was cleared."""
    return names_read(monkeypatch)


@pytest.fixture(autouse=True)
def no_traceback(caplog):
    """Whatever is answered, no test here leaves a traceback in the log."""
    with caplog.filtering(RefusalsInOneLine()):
        yield
    assert [record for record in caplog.get_records("call") if record.exc_info] == []


def failures(client, asked):
    """The addresses that are answered with an error of the server."""
    return [address[:120] for address in asked if is_error(client.get(address).status_code)]


def sent(client, address, values, read):
    """The status for each value in every field, with the address and the value.

    One does where the page takes no form. Two do where it reads no field of either: it asks for none,
    whatever they say. The API has a body of its own, which is no form.
    """
    token = csrf_token_of(client)
    read.clear()
    for number, value in enumerate(values, start=1):
        status = client.post(address, in_every_field(value), **token).status_code
        yield status, address, value[:60]
        reads_none = number == 2 and not read & {*FIELDS} and not address.startswith("/api/")
        if status == 405 or reads_none:
            break


def in_every_field(value):
    return "&".join(f"{field}={value}" for field in FIELDS)


def test_no_address_fails(guest):
    assert failures(guest, addresses_with(HOSTILE, is_admin=False)) == []


def test_no_address_of_the_admin_fails(staff):
    asked = (each for each in addresses_with(HARSH, is_admin=True) if "logout" not in each)
    assert failures(staff, asked) == []


@pytest.fixture(params=["administrator", "instructor"])
def desk(guest, request):
    """A browser that is signed in as this user, who sees other lists than others."""
    return signed_in(guest, request.param)


def test_no_parameter_of_a_list_of_the_admin_fails(desk):
    asked = [
        f"{address}?{name}={value}"
        for address, model_admin in lists(desk)
        for name in parameters_of(model_admin)
        for value in FOR_LISTS
    ]
    assert len(asked) > 100
    assert failures(desk, asked) == []


def test_no_field_of_the_admin_fails(staff, read):
    labels = ("5,000 digits", "beyond 64 bits", "NUL inside", "lone surrogate")
    values, digits = [HOSTILE[label] for label in labels], HOSTILE["5,000 digits"]
    answers, chosen = [], []
    for address in real_addresses(is_admin=True):
        answers += sent(staff, address, values, read)
        if "choosing" in read:
            body = f"question-{digits}=everyone&choosing=1&take={digits}"
            chosen.append((staff.post(address, body, **csrf_token_of(staff)).status_code, address))
    assert chosen
    assert [answer for answer in [*answers, *chosen] if is_error(answer[0])] == []
    assert 200 in {status for status, _, _ in answers}  # the token counts


def test_no_parameter_of_the_api_fails(guest):
    """Filters, limits and cursors."""
    guest.defaults["HTTP_AUTHORIZATION"] = f"Bearer {make_key()[1]}"
    names = [
        (path, parameter["name"])
        for path, operations in api.get_openapi_schema()["paths"].items()
        for parameter in operations.get("get", {}).get("parameters", [])
        if parameter["in"] == "query"
    ]
    assert len(names) > 15
    asked = [f"{path}?{name}={value}" for path, name in names for value in HOSTILE.values()]
    assert failures(guest, asked) == []
    assert guest.get("/api/v1/attempts").status_code == 200


READING = [
    "/live/django-channels/websocket-support/challenges/own-state/?attempt",
    "/live/oembed/?url",
    "/live/oembed/?url=http://127.0.0.1/live/shared/a/&format",
]
"""Pages that read one parameter only."""


PAGES = [
    "/",
    "/search/",
    "/review/",
    "/account/",
    *(
        f"/learn/django-channels/websocket-support/{way}"
        for way in ("", "flow/", "live/", "step/", "quiz/", "recall/", "predict/")
    ),
]


def how_many(label):
    """Parameters that take this value in one address."""
    return 1 if label == ALONE else max(1, LONGEST // (len(HOSTILE[label]) + len("status__exact=&")))


def with_parameters(page, label, names):
    """Addresses of the page in which each of these parameters has the hostile value, as few as can be."""
    for some in itertools.batched(names, how_many(label)):
        yield f"{page}?{'&'.join(f'{name}={HOSTILE[label]}' for name in some)}"


def test_no_parameter_fails(guest, read):
    """Every one with the values that fit into one address; those that a page reads with the others, too."""
    answers, read_by = {}, {}
    short = [label for label in HOSTILE if how_many(label) >= len(PARAMETERS)]
    assert len(short) > 10
    for page in PAGES:
        read.clear()
        asked = [each for label in short for each in with_parameters(page, label, PARAMETERS)]
        answers |= {address: guest.get(address).status_code for address in asked}
        read_by[page] = [name for name in PARAMETERS if name in read] or PARAMETERS[:1]
        others = (label for label in HOSTILE if label not in short)
        asked = [each for label in others for each in with_parameters(page, label, read_by[page])]
        answers |= {address: guest.get(address).status_code for address in asked}
    assert {status for address, status in answers.items() if "%00" in address} == {400}
    assert {status for address, status in answers.items() if "%00" not in address} == {200}
    assert {"q", "point", "question", "what_if"} <= set().union(*read_by.values())
    assert failures(guest, (f"{page}={value}" for page in READING for value in HOSTILE.values())) == []


def test_no_field_fails(guest, read):
    values = sorted(HOSTILE.values(), key=lambda value: "%00" in value)  # one with NUL may be read by no page
    answers = [
        each for address in real_addresses(is_admin=False) for each in sent(guest, address, values, read)
    ]
    assert [answer for answer in answers if is_error(answer[0])] == []
    times = Counter(address for _, address, _ in answers)
    assert [*times.values()].count(len(values)) > 10


def test_a_server_hands_on_every_value_in_a_path_a_parameter_and_a_field_without_failing(daphne):
    with daphne.learner() as learner, closing(StatusClient(learner)) as visitor:
        token = {"X-CSRFToken": learner.csrf_token()}
        statuses = {
            label: (
                visitor.get(f"/learn/django-channels/{value}/"),
                visitor.get(f"/live/oembed/?url={value}&format={value}"),
                visitor.get(f"/search/?q={value}"),
                visitor.post("/learn/django-channels/websocket-support/quiz/again/", f"key={value}", **token),
            )
            for label, value in HOSTILE.items()
        }
    failed = {label: each for label, each in statuses.items() if any(is_error(status) for status in each)}
    assert failed == {}
    assert {each[0] for label, each in statuses.items() if label != "empty"} == {404}
    assert "Traceback" not in daphne.log.read_text()
