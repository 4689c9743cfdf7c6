"""The questions that show code, a log or a console: lessons have some, and runs prove their answers."""

import json
import tomllib
from pathlib import Path

import pytest

from lessons.models import Lesson
from tests.support.servers import ROOT
from tests.truth.claims import claims

PROOFS = tomllib.loads((Path(__file__).parent / "questions.toml").read_text())


@pytest.mark.django_db
def test_each_lesson_asks_about_code_or_a_log_at_least_twice(every_lesson):
    for lesson in Lesson.objects.all():
        shown = {question.key for question in lesson.questions.all() if "```" in question.shown}
        assert shown == set(PROOFS[lesson.slug]), lesson
        assert len(shown) >= 2, lesson


@pytest.mark.parametrize(("slug", "key"), [(slug, key) for slug, proofs in PROOFS.items() for key in proofs])
def test_a_run_proves_the_answer(slug, key):
    proof = PROOFS[slug][key]
    if "claim" in proof:
        assert f"django-channels/{slug}" in claims()[proof["claim"]].taught_in
        return
    lab, what_if = proof["what_if"].split("/")
    runs = json.loads((ROOT / "live_demo" / "labs" / lab / "what_ifs.json").read_text())
    seen = {item["name"]: item["value"] for item in runs[what_if]["items"]}
    assert {name: seen[name] for name in proof["sees"]} == proof["sees"]
