"""challenge.toml names what explains a challenge: it is there; a wrong name is told with file and line."""

import tomllib
from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser

from lessons.folder.faults import FolderError
from live_demo.challenges.definition import _file, challenge_file, challenges_of
from live_demo.challenges.explained import ExplainedBy, explaining_links
from live_demo.challenges.verifying import dead_links
from live_demo.lab import all_labs
from tests.support.servers import ROOT

CHALLENGES = [challenge for lab in all_labs() for challenge in challenges_of(lab).values()]
TRACK = ROOT / "fixtures/django-channels"


def test_every_key_moment_that_explains_a_challenge_is_in_its_lesson():
    folders = {
        folder.name[3:]: tomllib.loads((folder / "lesson.toml").read_text()) for folder in TRACK.glob("*-*")
    }
    tests = [test.explained_by for challenge in CHALLENGES for test in challenge.tests if test.explained_by]
    named = [by.lesson for by in [*(each.explained_by for each in CHALLENGES), *tests] if by.lesson]
    assert len(named) >= len(CHALLENGES)
    for slug, number in (place.split("#key-") for place in named):
        assert 0 < int(number) <= len(folders[slug]["key_moments"]), (slug, number)


def test_what_explains_a_challenge_is_linked_where_it_can_be_seen(lesson):
    by = ExplainedBy(lesson="websocket-support#key-2", what_if="chat/vanish", symptom="http-403")
    links = list(explaining_links(by, lesson, AnonymousUser()))
    address = lesson.get_absolute_url()
    assert [each.address for each in links] == [
        f"{address}#key-2",
        f"{address}live/?what_if=vanish#live",
        "/symptoms/#http-403",
    ]
    absent = ExplainedBy(lesson="routing#key-2", what_if="routing/order")
    assert list(explaining_links(absent, lesson, AnonymousUser())) == []


def test_a_key_moment_that_its_lesson_does_not_have_is_a_fault(lesson):
    challenge = challenges_of("chat")["own-state"]
    assert dead_links(challenge, lesson) == []
    wrong = replace(challenge, explained_by=ExplainedBy(lesson="websocket-support#key-9"))
    [fault] = dead_links(wrong, lesson)
    lines = challenge_file(challenge).read_text().splitlines()
    [line] = [
        at for at, text in enumerate(lines, start=1) if text.startswith("explained_by") and "routing" in text
    ]
    assert f"own-state/challenge.toml:{line}: explained_by.lesson: the lesson has no key moment" in fault


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('lesson = "routing#key-2"', 'what_if = "chat/none"', "there is no what-if 'chat/none'"),
        ('lesson = "routing#key-2"', 'symptom = "none"', "there is no symptom 'none'"),
        ('lesson = "routing#key-2"', "", "name a lesson, a what_if or a symptom"),
        ('needs = ["numbers", "bye"]', 'needs = ["none"]', "tests[5].needs: 'none' is no other test"),
        ('name = "numbers"', 'name = "numbers"\nneeds = ["bye"]', "tests[1].needs: 'bye' needs this test"),
        ("close = 4000", "close = 40", "greater than or equal to 1000"),
    ],
)
def test_a_fault_of_a_challenge_is_told_with_its_file(tmp_path, old, new, said):
    text = challenge_file(challenges_of("chat")["own-state"]).read_text()
    assert old in text
    file = tmp_path / "challenge.toml"
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(FolderError, match=r"challenge\.toml:\d+: ") as error:
        _file(file)
    assert said in str(error.value)
