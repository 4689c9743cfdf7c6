"""Cards of recall: their pages, and their time."""

from datetime import timedelta

from lessons.models import KeyMoment
from quizzes.question_models import Question
from quizzes.recall.models import Card
from tests.support.servers import LESSON

PAGE = f"/learn/{LESSON}/"
RECALL = f"{PAGE}recall/"
HTMX = {"HX-Request": "true"}
DAY = timedelta(days=1)
WRONG = {"state-after-step-2": (1, "b"), "step-that-replies": (2, "a")}


class Learning:
    def __init__(self, client):
        self.client = client

    def see(self, address=RECALL, **query):
        return self.client.get(address, query).content.decode()

    def rate(self, key, rating, reviews=0, address=RECALL, headers=HTMX):
        data = {"card": key, "rating": rating, "reviews": reviews}
        return self.client.post(f"{address}rate/", data, headers=headers)

    def answer_wrong(self, key):
        number, choice = WRONG[key]
        self.client.post(f"{PAGE}quiz/{key}/", {f"q{number}-choice": choice}, headers=HTMX)
        return Question.every.get(key=key)


def moment(number=1):
    return f"moment-{KeyMoment.objects.get(number=number).pk}"


def make_due(**ago):
    """Date the ratings of all cards back."""
    for card in Card.objects.all():
        card.last_review, card.due = card.last_review - timedelta(**ago), card.due - timedelta(**ago)
        card.save()
