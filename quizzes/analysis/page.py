"""The item analysis of a question as the page and the file show it: words, options, chart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from lessons.markdown import plain
from lessons.models import Lesson
from quizzes.analysis.chart import Chart, draw
from quizzes.analysis.counted import Counted
from quizzes.analysis.earlier import Quiz
from quizzes.analysis.figures import Figure, of_question
from quizzes.analysis.models import QuestionSummary
from quizzes.analysis.versions import ALL
from quizzes.grading import grade
from quizzes.kinds.answers import AnswerError
from quizzes.question_content import question_of
from quizzes.question_models import Choice, Question
from quizzes.reports.models import OPEN
from quizzes.stored_answer_key import answer_key

NOT_DEFINED = "not defined"


@dataclass(frozen=True, slots=True)
class Option:
    """An option or a whole answer, with how often it was chosen. `share` is 0 to 1, of all answers.

    `label` is the letter of an option, the letters of an order, or empty for a typed answer.
    """

    label: str
    text: str
    is_right: bool
    count: int
    share: float

    @property
    def percent(self) -> str:
        return percent(self.share, of=1)


@dataclass
class QuestionAnalysis:
    """A question with its summary. Before the first summary is made, an empty one stands in."""

    question: Question
    open_reports: int
    counted: QuestionSummary | None = None
    """Summary that was counted for this page. It takes the place of the stored one."""
    all_versions: bool = False
    """Whether the answers to all its versions count."""

    @property
    def is_summarized(self) -> bool:
        return self.counted is not None or hasattr(self.question, "summary")

    @cached_property
    def summary(self) -> QuestionSummary:
        if self.counted:
            return self.counted
        empty = QuestionSummary(n=0, hinted=0, timed=0)
        summary: QuestionSummary = getattr(self.question, "summary", empty)
        return summary

    @property
    def version(self) -> str:
        """'all', or since when it is as it is, in ISO 8601; empty: it was never different."""
        if self.all_versions:
            return ALL
        return self.summary.since.isoformat() if self.summary.since else ""

    @property
    def facility(self) -> str:
        return percent(self.summary.facility, of=1)

    @property
    def discrimination(self) -> str:
        return percent(self.summary.discrimination)

    @property
    def efficiency(self) -> str:
        return percent(self.summary.efficiency)

    @property
    def hints(self) -> str:
        """'0.4 a learner, 30.0% took one'"""
        if self.summary.hints_mean is None:
            return NOT_DEFINED
        if not self.summary.hints_mean:
            return "none taken"
        return f"{self.summary.hints_mean:.1f} a learner, {percent(self.summary.hinted_share, of=1)} took one"

    @property
    def time(self) -> str:
        """'1 min 5 s, of 12 answers'"""
        if self.summary.seconds is None:
            return NOT_DEFINED
        minutes, seconds = divmod(round(self.summary.seconds), 60)
        words = f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
        return f"{words}, of {self.summary.timed} answer{'' if self.summary.timed == 1 else 's'}"

    @cached_property
    def options(self) -> list[Option]:
        """The choices in their order, then whole answers by frequency, with all that the author expects."""
        kind, taken = self.question.type, dict(self.summary.taken)
        choices = {choice.key: choice for choice in self.question.choices.all()}
        options = []
        if kind.counts_options:
            for key, choice in choices.items():
                options.append(self._option(key, choice.text, choice.is_right, taken.pop(key, 0)))
        elif not kind.shows_choices:
            taken = {choice.text.strip().strip("`"): 0 for choice in choices.values()} | taken
        answers = sorted(taken.items(), key=lambda item: -item[1])
        return options + [self._answer(counted, count, choices) for counted, count in answers]

    @property
    def chart_title(self) -> str:
        what = "rows that are right" if self.pairs else "options taken"
        return f"{self.question}: {what}, facility, discrimination"

    @cached_property
    def pairs(self) -> list[Option]:
        """The rows of a matching question with their text; `count` is how many answers have it.

        Empty where answers are so different that not all are stored.
        """
        taken = self.summary.taken
        if not self.question.matches or sum(taken.values()) < self.summary.n:
            return []
        key = answer_key(self.question)
        right = self.question.type.right(key)
        counts = [sum(taken[answer] for answer in taken if pair in answer.split()) for pair in right]
        return [
            self._option(choice.key, f"{choice.text} → {choice.match}", True, count)
            for choice, count in zip(key.choices, counts, strict=True)
        ]

    @property
    def figures(self) -> list[Figure]:
        texts = {option.label: plain(option.text) for option in self.options if option.label}
        several = self.options if self.question.type.has_several_right else []
        right = {option.label for option in several if option.is_right}
        found = of_question(self.question.key, self.summary, lambda option: texts.get(option, ""), right)
        return list(found)

    @property
    def chart(self) -> Chart:
        bars = [(option.label or option.text, option.share, option.is_right) for option in self.options]
        if self.pairs:
            bars = [(plain(pair.text.partition(" → ")[0]), pair.share, False) for pair in self.pairs]
        return draw(bars, self.summary.facility, self.summary.discrimination)

    def _answer(self, counted: str, count: int, choices: Mapping[str, Choice]) -> Option:
        """A whole answer. For an order, the texts of its rows."""
        answer = self.question.type.answer_from_count(counted)
        try:
            is_right = grade(answer_key(self.question), answer).correct
        except AnswerError:  # a pattern that the author expects, or the question has changed since
            is_right = not self.question.type.shows_choices and any(
                row.is_right and row.text.strip().strip("`") == counted for row in choices.values()
            )
        if isinstance(answer, str):
            return self._option("", counted, is_right, count)
        text = ", ".join(choices[key].text for key in answer if key in choices)
        matches = dict(self.question.matches)
        for row, _, number in (each.partition(".") for each in answer if "." in each):
            pair = f"{choices[row].text} → {matches[number]}" if row in choices and number in matches else ""
            text = ", ".join(filter(None, [text, pair]))
        return self._option(counted, text, is_right, count)

    def _option(self, label: str, text: str, is_right: bool, count: int) -> Option:
        return Option(label, text, is_right, count, count / (self.summary.n or 1))


def analyses_of(lesson: Lesson, counted: Counted | None = None) -> Iterator[QuestionAnalysis]:
    """The analyses of the lesson's questions, in order, retired ones last, of what is stored or `counted`.

    It reads summaries and reports, but no responses.
    """
    questions = (
        Question.every.filter(lesson=lesson)
        .select_related("summary")
        .prefetch_related("choices")
        .annotate(open_reports=Count("reports", filter=Q(reports__state__in=OPEN)))
        .order_by("is_retired", "number")
    )
    for question in questions:
        question.lesson = lesson
        reports: int = question.open_reports  # type: ignore[attr-defined]  # annotated
        if counted is None:
            yield QuestionAnalysis(question, reports)
        elif shown := _as_in(counted.quiz, question):
            yield QuestionAnalysis(shown, reports, counted.questions.get(question.pk), counted.all_versions)


def _as_in(quiz: Quiz | None, question: Question) -> Question | None:
    """The question as it is in `quiz`, if it is asked there; as it is now without one."""
    if quiz is None:
        return question
    return question_of(quiz[question.pk], question.lesson) if question.pk in quiz else None


def percent(value: float | None, *, of: float = 100) -> str:
    """`value` as a part of `of`, such as '62.5%'."""
    return NOT_DEFINED if value is None else f"{100 * value / of:.1f}%"
