"""What an instructor looks for in the question bank."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib.auth.models import AnonymousUser, User

from lessons.models import Lesson, Track
from quizzes.question_models import Question

DIFFICULTIES = {
    "hard": "hard: at most 40% facility",
    "middle": "in between",
    "easy": "easy: at least 85% facility",
    "new": "not answered yet",
}
ANY = ("", "any")


@dataclass(frozen=True, slots=True)
class Search:
    """Each of the `words` must be there; '' and None leave their field open."""

    words: str = ""
    track: int | None = None
    lesson: int | None = None
    tag: str = ""
    difficulty: str = ""


class SearchForm(forms.Form):
    """Offers the tracks, lessons and tags of `user`. What is not among them is left open."""

    words = forms.CharField(label="Words, tags or a key", max_length=200, required=False)
    track = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    lesson = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    tag = forms.ChoiceField(required=False)
    difficulty = forms.ChoiceField(
        label="How learners do", choices=[ANY, *DIFFICULTIES.items()], required=False
    )

    def __init__(self, data: object, user: User | AnonymousUser) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        lessons = Lesson.objects.edited_by(user).select_related("track").order_by("track__number", "number")
        tracks = {lesson.track.pk: lesson.track for lesson in lessons}
        self._offer("track", [(pk, track.title) for pk, track in tracks.items()])
        groups = [(track.title, _lessons_of(track, list(lessons))) for track in tracks.values()]
        self._offer("lesson", groups)
        tagged = Question.objects.filter(lesson__in=lessons).exclude(tags=[])
        tags = sorted({tag for row in tagged.values_list("tags", flat=True) for tag in row})
        self._offer("tag", [(tag, tag) for tag in tags])

    @property
    def search(self) -> Search:
        if not self.is_bound:
            return Search()
        self.full_clean()
        return Search(**{name: value for name, value in self.cleaned_data.items() if value is not None})

    def _offer(self, name: str, choices: Sequence[tuple[object, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ANY, *choices]


def _lessons_of(track: Track, lessons: list[Lesson]) -> list[tuple[int, str]]:
    return [(lesson.pk, lesson.title) for lesson in lessons if lesson.track_id == track.pk]
