"""What the challenges keep of a learner: it goes into the account and the export."""

from lessons.models import Learner
from live_demo.challenges.learner_data import challenges_of_learner, merge_challenges
from live_demo.challenges.models import ChallengeAttempt, Standing
from tests.live_demo.challenges.own_state import CODE


def test_challenges_go_into_the_account_and_the_export(lesson):
    guest, own = Learner.objects.create(), Learner.objects.create()
    for learner, credit in ((guest, 80), (own, 0)):
        standing = Standing.objects.create(
            learner=learner, lesson=lesson, challenge="own-state", tries=2, credit=credit
        )
        ChallengeAttempt.objects.create(standing=standing, source=CODE)
    merge_challenges(guest, own)
    guest.delete()
    [found] = challenges_of_learner(own)
    assert (found["tries"], found["credit"], len(found["attempts"])) == (4, 80, 2)
