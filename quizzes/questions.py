"""The questions of a quiz: as it is now, and as it was when an attempt began."""

from typing import Any

from lessons.models import Lesson
from lessons.prepared import Prepared
from lessons.rendering import cached_per_version
from quizzes.attempt_models import Attempt
from quizzes.question_content import content_of, question_of
from quizzes.question_models import Question
from quizzes.version_models import QuizVersion, version_digest

_BUILT, _DIGEST = "built_questions", "digest_of_questions"
_versions = Prepared(
    lambda lesson, digest: QuizVersion.objects.filter(lesson=lesson, digest=digest).values_list("pk"),
    int,
    str,
)


def questions_of(lesson: Lesson) -> list[Question]:
    """The questions that the lesson asks now, in order, with their choices and hints.

    They are cached for each version of a lesson, so that most calls make no query, and built once for the
    object `lesson`.
    """
    built: list[Question] | None = lesson.__dict__.get(_BUILT)
    if built is None:
        built = lesson.__dict__[_BUILT] = [question_of(content, lesson) for content in _contents(lesson)]
    return list(built)


def questions_in(attempt: Attempt) -> list[Question]:
    """The questions of an attempt: those with which it began, however the quiz has changed since."""
    version: QuizVersion | None = attempt.version
    if version is None or version.digest == current_digest(attempt.lesson):
        return questions_of(attempt.lesson)
    return [question_of(content, attempt.lesson) for content in version.questions]


def is_outdated(attempt: Attempt) -> bool:
    """Whether the quiz has changed since the attempt began."""
    version, lesson = attempt.version, attempt.lesson
    if version is None or version.digest == current_digest(lesson):
        return False
    return bool(version.questions != _contents(lesson))


def version_of(lesson: Lesson) -> QuizVersion:
    """The stored version of the quiz as it is now."""
    contents, digest = _contents(lesson), current_digest(lesson)
    for (pk,) in _versions.rows(lesson.pk, digest):
        fields = {"title": lesson.title, "total": len(contents), "questions": contents}
        return QuizVersion(pk=pk, lesson=lesson, digest=digest, **fields)
    return QuizVersion.objects.of_content(lesson.pk, lesson.title, contents)


def current_digest(lesson: Lesson) -> str:
    """The `version_digest` of the quiz as it is now. It is computed once for the object `lesson`."""
    made: str | None = lesson.__dict__.get(_DIGEST)
    if made is None:
        made = lesson.__dict__[_DIGEST] = version_digest(lesson.title, _contents(lesson))
    return made


def _contents(lesson: Lesson) -> list[dict[str, Any]]:
    def read() -> list[dict[str, Any]]:
        rows = Question.objects.with_choices().filter(lesson=lesson)
        return [content_of(_with_lesson(question, lesson)) for question in rows]

    return cached_per_version(lesson, "questions", read)


def _with_lesson(question: Question, lesson: Lesson) -> Question:
    question.lesson = lesson
    return question
