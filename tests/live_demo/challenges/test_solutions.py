"""Every shipped challenge: right solutions pass, wrong ones fail at the test that must catch them."""

from dataclasses import replace

import pytest

from live_demo.challenges.definition import challenges_of
from live_demo.challenges.grading import grade
from live_demo.challenges.verifying import faults_of
from live_demo.lab import all_labs
from live_demo.sealed.registry import SealedWorkers

CHALLENGES = [challenge for lab in all_labs() for challenge in challenges_of(lab).values()]
RIGHT = [(each, name) for each in CHALLENGES for name in each.right]
WRONG = [(each, name) for each in CHALLENGES for name in each.wrong]


def ids(cases):
    return [f"{challenge.lab}-{challenge.name}-{name}" for challenge, name in cases]


@pytest.fixture
async def workers():
    made = SealedWorkers(2)
    yield made
    made.fork_server.close()


@pytest.mark.parametrize(("challenge", "name"), RIGHT, ids=ids(RIGHT))
async def test_a_right_solution_passes(workers, challenge, name):
    for result in await grade(challenge, challenge.right[name], workers):
        assert result.passed, result


@pytest.mark.parametrize(("challenge", "name"), WRONG, ids=ids(WRONG))
async def test_a_wrong_solution_is_caught_by_its_test(workers, challenge, name):
    results = {result.name: result for result in await grade(challenge, challenge.wrong[name], workers)}
    caught = results[challenge.caught_by[name]]
    assert not caught.passed, results
    assert caught.words


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda challenge: challenge.name)
async def test_the_starter_runs_and_does_not_pass(workers, challenge):
    results = await grade(challenge, challenge.starter, workers)
    assert not all(result.passed for result in results)


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda challenge: challenge.name)
def test_a_challenge_has_two_right_and_four_wrong_solutions(challenge):
    assert len(set(challenge.right.values())) >= 2
    assert len(set(challenge.wrong.values())) >= 4
    assert any(test.shown for test in challenge.tests)
    assert any(not test.shown for test in challenge.tests)


def test_a_wrong_solution_that_passes_is_a_fault():
    [challenge] = [each for each in CHALLENGES if each.name == "own-state"]
    right, wrong = challenge.right["counter"], challenge.wrong["from_zero"]
    spoiled = replace(
        challenge, right={"zero": wrong}, wrong={"fine": right}, caught_by={"fine": "two-connections"}
    )
    proven, faults = faults_of(spoiled)
    assert proven == 0
    assert "right/zero.py fails at 'numbers': client 1 was to get" in faults[0]
    assert faults[1].endswith("wrong/fine.py passes 'two-connections', which must catch it")


LIES = """
from channels.generic.websocket import AsyncWebsocketConsumer
import ctypes

library = ctypes.CDLL(None)

class Liar(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        for text in (b'{"pong":1}', b'{"socket":1,"end":null}'):
            library.write(3, len(text).to_bytes(4, "big") + text, len(text) + 4)
"""


async def test_code_that_writes_to_the_wire_of_the_worker_passes_nothing(workers):
    [challenge] = [each for each in CHALLENGES if each.name == "own-state"]
    results = await grade(challenge, LIES, workers)
    assert not any(result.passed for result in results)
