"""How long a lesson takes: what a page says of it, against what there is to read and to do."""

import re
from math import ceil

import pytest

from lessons.minutes import about, reading_minutes
from lessons.models import Lesson
from quizzes.models import Question

pytestmark = pytest.mark.django_db


def words_of(client, lesson):
    """The words of Read, as a browser without the bench shows them, without code."""
    html = client.get(lesson.get_absolute_url()).text
    text = html[html.index('class="reading-text"') : html.index("data-reading-bench")]
    text = re.sub(r"<(figure|pre|details|nav)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"</?(a|abbr|b|code|dfn|em|samp|small|span|strong)\b[^>]*>", "", text)
    return len(re.sub(r"<[^>]*>", " ", text).split())


def minutes_to_do(lesson):
    rows, blanks = lesson.steps.count(), lesson.steps.filter(is_blank=True).count()
    cells = lesson.variables.filter(is_blank=True).count() * (lesson.moments.count() - 1)
    return ceil(rows / 2 + (blanks + cells) / 4 + Question.every.filter(lesson=lesson).count())


def test_every_shipped_lesson_reads_in_ten_minutes_and_says_what_it_takes(client, every_lesson):
    for lesson in Lesson.objects.all():
        words = words_of(client, lesson)
        assert words <= 2000, lesson.slug
        assert abs(reading_minutes(lesson) - words / 200) <= 1, lesson.slug
        assert abs(lesson.minutes - minutes_to_do(lesson)) <= 1, lesson.slug
        said = f"about {reading_minutes(lesson)} minutes to read, {lesson.minutes} to do"
        assert said in client.get(lesson.get_absolute_url()).text


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (14, "about 15 minutes"),
        (42, "about 40 minutes"),
        (57, "about 55 minutes"),
        (58, "about an hour"),
        (80, "about an hour and a half"),
        (150, "about two and a half hours"),
        (171, "about three hours"),
    ],
)
def test_a_long_time_is_said_as_a_person_says_it(minutes, said):
    assert about(minutes) == said
