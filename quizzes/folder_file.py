"""quiz.toml: the questions of a lesson go into it, and come out of it as rows."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, F, QuerySet

from lessons.folder.bulk_rows import write_rows
from lessons.models import Lesson
from lessons.plugin import Finding, FolderFile, LessonContext, RecordedRun
from lessons.recorded import NO_RUN
from quizzes.folder_schema import HintContent, QuestionContent, QuizContent
from quizzes.kinds import kinds
from quizzes.question_models import Choice, Hint, Question, QuestionQuerySet

_FIELDS = (
    *("kind", "name", "tags", "category", "text", "proof"),
    *("general_feedback", "credits", "reveal", "shuffle", "expects"),
)
"""The fields of a question, without its key, its number, and its choices and hints."""
_FIELDS_OF_CHOICE = ("text", "percent", "match", "feedback", "missed")
"""The fields of a choice, without its number, and whether it is right."""


def _not_recorded(variable: str, after: int | None) -> str:
    where = f"after step {after}" if after else "at the start"
    return f"the recorded run has no '{variable}' {where}; name another cell, or record_runs anew"


class QuizFile(FolderFile):
    filename = "quiz.toml"
    schema = QuizContent

    def contradictions(
        self, content: QuizContent, *, run: RecordedRun | None, is_draft: bool
    ) -> Iterator[Finding]:
        """The questions about a cell that the recorded run does not have. A draft needs no run."""
        if not run and is_draft:
            return
        for row, question in enumerate(content.questions):
            cell = kinds[question.kind].cell(question.expects)
            if cell and (not run or run.value(*cell) is None):
                yield ("questions", row, "expects"), _not_recorded(*cell) if run else NO_RUN

    def content_of(self, lesson: Lesson, context: LessonContext | None = None) -> QuizContent | None:
        data = self.data_of(lesson)
        return QuizContent.model_validate(data, context=context) if data else None

    def data_of(self, lesson: Lesson) -> dict[str, Any]:
        questions = [
            {
                **{name: getattr(question, name) for name in ("key", *_FIELDS)},
                "choices": [
                    {"right": row.is_right, **{name: getattr(row, name) for name in _FIELDS_OF_CHOICE}}
                    for row in question.choices.all()
                ],
                "hints": [{"text": row.text, "points_to": row.points_to} for row in question.hints.all()],
            }
            for question in Question.objects.with_choices().filter(lesson=lesson)
        ]
        return {"shuffle": lesson.shuffle, "questions": questions} if questions else {}

    def save(self, lesson: Lesson, content: QuizContent) -> None:
        """Store the questions. A question with the same key keeps its row, because responses refer to it."""
        self._dropped(lesson, content).drop()
        if lesson.shuffle != content.shuffle:
            lesson.shuffle = content.shuffle
            Lesson.every.filter(pk=lesson.pk).update(shuffle=content.shuffle)
        far = 1000  # avoids collisions with the new numbers
        Question.objects.filter(lesson=lesson).update(number=F("number") + far)
        save_questions(lesson, content.questions)

    def retires(self, lesson: Lesson, content: QuizContent) -> list[str]:
        counts = self._dropped(lesson, content).annotate(count=Count("responses")).filter(count__gt=0)
        return [
            f"question '{key}' with {count} answer{'' if count == 1 else 's'}"
            for key, count in counts.values_list("key", "count")
        ]

    def _dropped(self, lesson: Lesson, content: QuizContent) -> QuestionQuerySet:
        keys = [question.key for question in content.questions]
        return Question.objects.filter(lesson=lesson).exclude(key__in=keys)


def save_questions(lesson: Lesson, contents: Iterable[QuestionContent], first: int = 1) -> None:
    """Create or update the lesson's questions with these keys, numbered from `first`, all of them at once."""
    contents = list(contents)
    questions = [
        Question(lesson=lesson, key=row.key, number=number, **{name: getattr(row, name) for name in _FIELDS})
        for number, row in enumerate(contents, first)
    ]
    write_rows(questions, unique=("lesson", "key"), rest=("number", "is_retired", *_FIELDS))
    of_questions = list(zip(questions, contents, strict=True))
    choices = [
        Choice(
            question=question,
            number=number,
            is_right=choice.right,
            **{name: getattr(choice, name) for name in _FIELDS_OF_CHOICE},
        )
        for question, content in of_questions
        for number, choice in enumerate(content.choices, start=1)
    ]
    hints = [
        Hint(question=question, number=number, **hint.model_dump())
        for question, content in of_questions
        for number, hint in enumerate(content.hints, start=1)
    ]
    write_rows(choices, unique=("question", "number"), rest=("is_right", *_FIELDS_OF_CHOICE))
    write_rows(hints, unique=("question", "number"), rest=tuple(HintContent.model_fields))
    for model, kept in ((Choice, choices), (Hint, hints)):
        found: QuerySet[Any] = model._default_manager.filter(question__in=questions)
        found.exclude(pk__in=[row.pk for row in kept]).delete()
