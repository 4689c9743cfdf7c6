"""What an instructor does on the pages on which questions are imported."""

import re
from html import unescape

from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from reversion.models import Version

from lessons.folder.from_rows import file_contents
from lessons.models import Lesson
from quizzes.question_models import Question

WHOLE = b"// [id:new] [tag:proof: step 1]\n::New::Which?{\n=a#Yes.\n~b#No.\n}\n"


def address(lesson, rest=""):
    return f"/admin/quizzes/formats/{lesson.pk}/{rest}"


def choose(client, lesson, data, name="q.gift", **fields):
    return client.post(
        address(lesson), {"file": SimpleUploadedFile(name, data), "file_format": "", **fields}, follow=True
    )


def decide(client, lesson, page, what="apply"):
    token = re.search(r'name="fingerprint" value="(\w+)"', page.content.decode())[1]
    return client.post(address(lesson, "import/"), {"do": what, "fingerprint": token})


def told_after(response):
    """The messages of the page that comes next."""
    return " ".join(map(str, get_messages(response.wsgi_request)))


def text_of(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def quiz_of(lesson):
    return file_contents(Lesson.objects.with_sections().get(pk=lesson.pk))["quiz.toml"].model_dump()[
        "questions"
    ]


def content():
    """What an import could change."""
    return list(Lesson.objects.values()), list(Question.every.values()), Version.objects.count()
