"""The quiz.toml of the shipped lesson, changed and loaded again."""

import re

from lessons.folder.load import load

MORE = """
[[questions]]
key = "new-one"
text = "Which one?"
proof = "step 1"
choices = [
    { text = "This", right = true, feedback = "It is." },
    { text = "That", feedback = "It is not." },
]
"""
QUIZ = "/learn/django-channels/websocket-support/"


def change(quiz_toml, changed, **options):
    """Load the folders again, after `changed` has been made of the text of `quiz_toml`."""
    quiz_toml.write_text(changed(quiz_toml.read_text()))
    return load(quiz_toml.parents[2], **options)


def without(key):
    """A function that takes the question with this key out of the text of a quiz.toml."""

    def drop(text):
        parts = re.split(r"(?m)^(?=\[\[questions\]\])", text)
        return "".join(part for part in parts if f'key = "{key}"' not in part)

    return drop
