"""Erase a learner with everything that is stored of the learner."""

from quizzes.api.changes import changing
from quizzes.api.idempotency import forget
from quizzes.api.models import ApiClient, ApiLearner


def erase(client: ApiClient, name: str) -> bool:
    """Erase the client's learner of this name: attempts, statements and stored responses, too.

    False if there is no such learner.
    """
    with changing(client):
        mapped = ApiLearner.objects.select_related("learner").filter(client=client, external_id=name).first()
        if mapped is None:
            return False
        forget(client, mapped)
        mapped.learner.delete()
        return True
