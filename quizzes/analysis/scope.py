"""The choice of the attempts that an analysis counts, and of the try of an answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.db.models import F, FloatField, OuterRef, QuerySet, Subquery, Sum, Window
from django.db.models.functions import Coalesce, RowNumber

from lessons.models import Lesson
from quizzes.analysis.earlier import EarlierQuiz
from quizzes.analysis.versions import ALL, NOW
from quizzes.attempt_models import Attempt, Response

ATTEMPTS = {
    "first": "the first of each learner",
    "last": "the last of each learner",
    "best": "the best of each learner",
    "all": "all",
}
TRIES = {"all": "as graded, with all tries", "first": "the first try alone"}


@dataclass(frozen=True, slots=True)
class Scope:
    """Keys of `ATTEMPTS` and `TRIES`; the days on which attempts were finished, both included.

    `version` is as `versions_of` takes it, and `version_words` says it.
    """

    attempts: str = "first"
    tries: str = "all"
    since: date | None = None
    until: date | None = None
    version: str = NOW
    version_words: str = ""

    @property
    def words(self) -> str:
        """The scope in words, such as 'the best of each learner, finished from 2026-03-01'."""
        words = [ATTEMPTS[self.attempts]]
        words += [f"finished from {self.since:%Y-%m-%d}"] if self.since else []
        words += [f"finished until {self.until:%Y-%m-%d}"] if self.until else []
        words += [TRIES[self.tries]] if self.tries != "all" else []
        words += [self.version_words] if self.version_words else []
        return ", ".join(words)


class ScopeForm(forms.Form):
    attempts = forms.ChoiceField(label="Attempts", choices=list(ATTEMPTS.items()), required=False)
    tries = forms.ChoiceField(label="Credit", choices=list(TRIES.items()), required=False)
    since = forms.DateField(
        label="Finished from", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="Finished until", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    version = forms.ChoiceField(label="Versions", required=False)

    def __init__(self, *args: Any, versions: Iterable[EarlierQuiz] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = {str(each["version"]): _words_of(each) for each in versions}
        self.versions = {
            NOW: "questions as they are now",
            ALL: "all versions of the questions together",
        } | earlier
        cast(forms.ChoiceField, self.fields["version"]).choices = list(self.versions.items())

    @property
    def scope(self) -> Scope:
        """What is chosen, with the defaults where nothing is. The form must be valid."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        version = chosen.get("version", NOW)
        return Scope(**chosen, version_words="" if version == NOW else self.versions[version])


def _words_of(earlier: EarlierQuiz) -> str:
    """A version in words: 'questions from 2026-03-01 18:14 UTC (other than now: question 2: wording)'."""
    since = datetime.fromisoformat(earlier["since"])
    return f"questions from {since:%Y-%m-%d %H:%M} UTC (other than now: {earlier['differs']})"


def attempts_in(lesson: Lesson, scope: Scope) -> QuerySet[Attempt]:
    """The finished attempts that count. Open attempts do not count, nor those of staff.

    A window function numbers the attempts. A subquery for each attempt takes quadratic time on SQLite.
    """
    finished = Attempt.objects.filter(lesson=lesson, finished_at__isnull=False)
    finished = finished.exclude(learner__user__is_staff=True).order_by()
    if scope.since:
        finished = finished.filter(finished_at__date__gte=scope.since)
    if scope.until:
        finished = finished.filter(finished_at__date__lte=scope.until)
    if scope.attempts == "all":
        return finished
    order = ["-started_at", "-pk"] if scope.attempts == "last" else ["started_at", "pk"]
    if scope.attempts == "best":
        earned = Response.objects.filter(attempt=OuterRef("pk")).order_by().values("attempt")
        total = Subquery(earned.annotate(sum=Sum("credit")).values("sum"), output_field=FloatField())
        finished = finished.annotate(earned=Coalesce(total, 0.0))
        return _first(finished, [F("earned").desc(), *order])
    return _first(finished, order)


def _first(attempts: QuerySet[Attempt], order: Sequence[object]) -> QuerySet[Attempt]:
    place = Window(RowNumber(), partition_by="learner", order_by=order)  # type: ignore[arg-type]
    return attempts.annotate(place=place).filter(place=1)
