"""The table of claims itself: whole, and failing in words."""

import re
from pathlib import Path

import pytest

from tests.support.servers import ROOT
from tests.truth.claims import Claim, claims

TESTS = [*Path(__file__).parent.glob("test_*.py"), *(ROOT / "tests" / "browser").glob("test_truth*.py")]


def test_every_claim_has_a_test_and_every_test_a_claim():
    tested = [name for file in TESTS for name in re.findall(r'^@observes\("(.+)"\)', file.read_text(), re.M)]
    assert sorted(tested) == sorted(claims())


def test_what_teaches_a_claim_exists():
    lessons = {
        f"{path.parent.parent.name}/{path.parent.name[3:]}" for path in ROOT.glob("fixtures/*/*/lesson.toml")
    }
    places = {place for claim in claims().values() for place in claim.taught_in}
    assert {place for place in places if place not in lessons and not (ROOT / place).exists()} == set()


def test_a_claim_that_has_changed_says_so_in_a_sentence():
    claim = Claim("8b", "A client closes with no code", {"daphne": ["disconnect(None)"]}, ("a/lesson",))
    claim.hold("daphne", ["disconnect(None)"])
    with pytest.raises(AssertionError) as failure:
        claim.hold("daphne", ["disconnect(1005)"])
    told = str(failure.value)
    assert told.startswith(
        'Claim 8b has changed: "A client closes with no code. Daphne: disconnect(None)" - '
        "saw disconnect(1005) with daphne "
    )
    assert "channels 4" in told
    assert "Taught in a/lesson." in told
