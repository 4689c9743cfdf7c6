"""Every shipped challenge: right solutions pass, wrong ones fail at the test that must catch them."""

import asyncio
from dataclasses import replace

import pytest

from live_demo.challenges.definition import ChallengeTest, challenges_of
from live_demo.challenges.judging import run_test
from live_demo.challenges.verifying import verify_challenges, verifying_workers
from live_demo.lab import all_labs

CHALLENGES = [challenge for lab in all_labs() for challenge in challenges_of(lab).values()]


@pytest.fixture
async def workers():
    made = verifying_workers()
    yield made
    made.fork_server.close()


def test_right_solutions_pass_and_wrong_ones_are_caught_by_their_test():
    judged = verify_challenges(CHALLENGES)
    assert [fault for _, faults in judged for fault in faults] == []
    assert [proven for proven, _ in judged] == [len(each.right) + len(each.wrong) for each in CHALLENGES]


async def test_no_starter_passes(workers):
    async def passes(challenge):
        tests = [each for each in challenge.tests if each.shown]
        results = [await run_test(test, challenge.starter, workers, pings=5) for test in tests]
        return challenge.name if all(result.passed for result in results) else ""

    assert [name for name in await asyncio.gather(*map(passes, CHALLENGES)) if name] == []


@pytest.mark.parametrize("lab", all_labs())
def test_every_lab_has_two_challenges(lab):
    assert len(challenges_of(lab)) >= 2


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda challenge: challenge.name)
def test_a_challenge_has_two_right_and_four_wrong_solutions(challenge):
    assert len(set(challenge.right.values())) >= 2
    assert len(set(challenge.wrong.values())) >= 4
    assert any(test.shown for test in challenge.tests)
    assert any(not test.shown for test in challenge.tests)


@pytest.mark.parametrize(("values", "said"), [({}, "at least 1 item"), ({"odd": "word"}, "draws odd")])
def test_a_test_without_a_random_value_is_refused(values, said):
    with pytest.raises(ValueError, match=said):
        ChallengeTest(name="fixed", promise="p", values=values, script=[{"do": "send", "text": "hello"}])


def test_a_wrong_solution_that_passes_is_a_fault():
    [challenge] = [each for each in CHALLENGES if each.name == "own-state"]
    right, wrong = challenge.right["counter"], challenge.wrong["from_zero"]
    spoiled = replace(
        challenge, right={"zero": wrong}, wrong={"fine": right}, caught_by={"fine": "two-connections"}
    )
    [(proven, faults)] = verify_challenges([spoiled])
    assert proven == 0
    assert "right/zero.py fails at 'numbers': Client 1 got '0: ' followed by" in faults[0]
    assert "its own first message. It should have got" in faults[0]
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
    results = await asyncio.gather(*(run_test(test, LIES, workers, pings=5) for test in challenge.tests))
    assert not any(result.passed for result in results)
