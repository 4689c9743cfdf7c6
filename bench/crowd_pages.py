"""The pages of `bench.crowd`, and the plans of what they ask the database."""

import re
from collections.abc import Callable

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.crowd_data import lessons_asked, one
from lessons.models import Lesson
from lessons.ways import WAYS
from quizzes.analysis.models import QuestionSummary
from quizzes.api.keys import new_key
from quizzes.api.models import ApiKey
from tests.support.routes import REAL, routes


def visits() -> dict[str, Callable[[], object]]:
    """{name: asks for this page}, as the one learner, and as an administrator."""
    learner, lesson = one(), lessons_asked()[0][0]
    client, desk = Client(), Client()
    client.force_login(learner.user)  # type: ignore[arg-type]
    desk.force_login(User.objects.get(username="administrator"))
    address = lesson.get_absolute_url()
    run = learner.runs.first()
    assert run
    pages = {
        "home": "/",
        "track": f"/learn/{lesson.track.slug}/",
        "lesson": address,
        **{way: f"{address}{way}/" for way in WAYS if way != "read"},
        "review": "/review/",
        "profile": "/account/",
        "run": run.get_absolute_url(),
        "search": "/search/?q=socket",
    }
    desk_pages = {
        "admin": "/admin/",
        **{f"admin: {address[7:]}": address for address in _lists()},
        "admin: a lesson": f"/admin/lessons/lesson/{lesson.pk}/change/",
        "admin: item analysis": "/admin/quizzes/analysis/",
        "admin: a quiz": f"/admin/quizzes/analysis/{lesson.pk}/",
    }
    asked = {name: _asking(client, page) for name, page in pages.items()}
    asked |= {name: _asking(desk, page) for name, page in desk_pages.items()}
    constant = {"constant": _asking(client, "/bench/constant")}
    asked |= {
        "start of a run": lambda: _start(client, lesson),
        "quiz answer": lambda: _answer(lesson),
    }
    return constant | asked | _api_lists()


def _api_lists() -> dict[str, Callable[[], object]]:
    key = ApiKey(name="bench of the crowd", may_see_results=True)
    program = Client(headers={"authorization": f"Bearer {new_key(key)}"})
    key.save()
    return {f"API: {name}": _asking(program, f"/api/v1/{name}") for name in ("tracks", "lessons", "attempts")}


def _lists() -> list[str]:
    """The addresses of all lists of the admin, but for the one that leads to the item analysis."""
    metas = [model._meta for model in admin.site._registry if model is not QuestionSummary]
    return [reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist") for meta in metas]


def every() -> dict[str, Callable[[], object]]:
    """{address: asks for it}, of all that answer an administrator, or else a learner, with a page.

    The names in an address are those of the first lesson. Where nothing has such a name there is no page.
    """
    learner, desk = Client(raise_request_exception=False), Client(raise_request_exception=False)
    learner.force_login(one().user)  # type: ignore[arg-type]
    desk.force_login(User.objects.get(username="administrator"))
    found = {"constant": _asking(desk, "/bench/constant")}
    for route in sorted(set(routes())):
        names = re.findall(r"\{(\w+)\}", route)
        address = "/" + route.format(**{name: REAL.get(name, "1") for name in names})
        client = next((each for each in (desk, learner) if each.get(address).status_code == 200), None)
        if client and "sign-out" not in address:
            found[address] = _asking(client, address)
    return found


def _asking(client: Client, page: str) -> Callable[[], object]:
    def ask() -> object:
        response = client.get(page)
        if response.status_code != 200:
            raise RuntimeError(f"{page}: {response.status_code}")
        return response

    return ask


def _start(client: Client, lesson: Lesson) -> object:
    response = client.post(f"/live/{lesson.track.slug}/{lesson.slug}/runs/", headers={"HX-Request": "true"})
    one().runs.filter(opened_at=None).delete()  # so that the next one is not the 21st of this minute
    if response.status_code != 200:
        raise RuntimeError(f"start of a run: {response.status_code}")
    return response


def _answer(lesson: Lesson) -> object:
    """The first answer of somebody new."""
    page = f"{lesson.get_absolute_url()}quiz/state-after-step-2/"
    response = Client().post(page, {"q1-choice": "a"}, headers={"HX-Request": "true"})
    if response.status_code != 200:
        raise RuntimeError(f"quiz answer: {response.status_code}")
    return response


_ROWS = re.compile(r"learner|attempt|response|_run\b|_card\b|wayuse|auth_user|axes")
"""Tables that grow with learners and what they do."""


def explain(asked: dict[str, Callable[[], object]]) -> None:
    """Print for each page how the database finds its rows in tables that grow, each query once."""
    prefix = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    for name, visit in asked.items():
        with CaptureQueriesContext(connection) as queries:
            visit()
        print(f"\n{name}")
        for sql in dict.fromkeys(query["sql"] for query in queries):
            if sql.startswith("SELECT") and _ROWS.search(sql):
                print("  ", " ".join(sql.split(" FROM ", 1)[1].split())[:200])
                with connection.cursor() as cursor:
                    cursor.execute(prefix + sql.replace("%", "%%"), [])
                    for row in cursor.fetchall():
                        print("      ", row[-1])
