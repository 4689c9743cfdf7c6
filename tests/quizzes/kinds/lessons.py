"""A lesson whose quiz has a question of each type."""

import shutil

from quizzes.attempt_models import Response
from tests.support.server_fixtures import SHIPPED

LESSON = "kinds/every-kind"
PAGE = f"/learn/{LESSON}/"
NUMBERS = {"one": 1, "many": 2, "order": 3, "pairs": 4, "code": 5, "cell": 6}
RIGHT = {
    "one": "a",
    "many": ["a", "c"],
    "order": ["b", "c", "a"],
    "pairs": ["a.3", "b.2"],
    "code": "1006",
    "cell": "'Open'",
}
QUIZ = """
[[questions]]
key = "one"
text = "Which one?"
proof = "step 1"
credits = [100, 70, 50]
hints = [{ text = "Look at the first." }]
choices = [
    { text = "The first", right = true, feedback = "First it is." },
    { text = "The second", feedback = "The second is a decoy." },
    { text = "The third", feedback = "The third is a decoy." },
]

[[questions]]
key = "many"
kind = "multiple"
text = "Which of `these`?"
proof = "step 2"
choices = [
    { text = "Alpha", right = true, feedback = "Alpha belongs.", missed = "Alpha was left out." },
    { text = "Beta", feedback = "Beta does not belong." },
    { text = "Gamma", right = true, feedback = "Gamma belongs.", missed = "Gamma was left out." },
]

[[questions]]
key = "order"
kind = "ordering"
text = "In which order?"
proof = "step 3"
credits = [100, 50]
choices = [
    { text = "Receive", feedback = "It comes last." },
    { text = "Connect", feedback = "It comes first." },
    { text = "Accept", feedback = "It comes between." },
]

[questions.expects]
order = ["b", "c", "a"]

[[questions]]
key = "pairs"
kind = "matching"
text = "What does each code say?"
proof = "step 3"
general_feedback = "RFC 6455 lists them."
expects = { extra = ["a refusal"] }
choices = [
    { text = "`1001`", match = "leaving", feedback = "A page sends 1001." },
    { text = "1000", match = "done" },
]

[[questions]]
key = "code"
kind = "short"
text = "Which close code?"
proof = "step 4"
credits = [100, 0]
reveal = "finished"
choices = [
    { text = "1006", right = true, feedback = "No close frame came." },
    { text = "1000", feedback = "That would be a clean close." },
]
expects = { form = "code" }

[[questions]]
key = "cell"
kind = "cell"
text = "What is `connection_state` after step 3?"
proof = "moment 3"
reveal = "never"
expects = { variable = "connection_state", after = 3 }
"""


def lesson_of_every_kind(directory):
    """The folder of a track with that lesson, below `directory`; the run is the shipped one."""
    track = directory / "kinds"
    track.mkdir(parents=True)
    (track / "track.toml").write_text('title = "Kinds"\nsummary = "A question of each type."\nnumber = 8\n')
    folder = shutil.copytree(SHIPPED / "django-channels" / "01-websocket-support", track / "01-every-kind")
    (folder / "quiz.toml").write_text(QUIZ)
    return track


def credit(key):
    """What the answer to this question has earned."""
    return Response.objects.get(question__key=key).credit
