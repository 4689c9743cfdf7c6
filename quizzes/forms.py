"""The form of one question."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse

from quizzes.attempt_models import Response
from quizzes.kinds.answers import Answer
from quizzes.question_models import Question
from quizzes.shuffling import posted_answer, shown_answer, shown_choices, shown_key


class AnswerForm(forms.Form):
    """The form of one question. The question's type makes the field, which does not contain the right answer.

    `try_token` names the try for which the form is made (see `Responses.try_token`), `answer` is the initial
    value of the field. `seed` gives the order of shuffled choices.
    """

    try_token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        question: Question,
        data: object = None,
        *,
        try_token: str = "",
        answer: Answer | None = None,
        seed: int = 0,
    ) -> None:
        initial = {"try_token": try_token, "choice": shown_answer(question, answer)}
        super().__init__(data, prefix=f"q{question.number}", initial=initial)  # type: ignore[arg-type]
        self.question = question
        self.fields["choice"] = _answer_field(question, seed)
        self.fields["confidence"] = _confidence_field()

    @property
    def helper(self) -> FormHelper:
        """How crispy_forms draws the form."""
        return _helper(self.question)

    @property
    def raw(self) -> Any:
        """The unchecked answer. The question's type parses it."""
        return posted_answer(self.question, self.cleaned_data["choice"])

    @property
    def move(self) -> str:
        """The value of the button that arranged the answer, such as 'b up'; empty if none was pressed."""
        return str(self.data.get(self.add_prefix("move"), ""))

    def arranged(self) -> "AnswerForm":
        """The form after the button `move` was pressed."""
        keys = [choice.key for choice in self.question.choices.all()]
        posted = self["choice"].value()
        order = posted if isinstance(posted, list) and sorted(posted) == keys else keys
        answer = self.question.type.arrange(order, self.move)
        form = AnswerForm(self.question, try_token=self["try_token"].value() or "", answer=answer)
        form.initial["confidence"] = self["confidence"].value()
        form.fields["choice"].moved = self.move  # type: ignore[attr-defined]
        return form


def answer_field(question: Question) -> forms.BoundField:
    """The field in which learners answer, without the form around it."""
    form = forms.Form(prefix=f"q{question.number}")
    form.fields["choice"] = _answer_field(question, 0)
    return form["choice"]


def _answer_field(question: Question, seed: int) -> forms.Field:
    options = [(shown_key(question, choice.key), choice.text) for choice in shown_choices(question, seed)]
    field = question.type.field(options, question.matches)
    field.label = question.asked
    field.template = f"{question.type.template}#field"  # type: ignore[attr-defined]
    return field


def _confidence_field() -> forms.Field:
    field = forms.ChoiceField(
        label="How sure are you?",
        required=False,
        choices=Response.Confidence.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Say how sure you are with one of these, or leave it open."},
    )
    field.template = "quizzes/_confidence.html"  # type: ignore[attr-defined]
    return field


def _helper(question: Question) -> FormHelper:
    address = reverse("answer", args=[question.lesson.track.slug, question.lesson.slug, question.key])
    helper = FormHelper()
    helper.form_action = address
    helper.attrs = {
        "data-hx-post": address,
        "data-hx-target": f"#question-{question.key}",
        "data-hx-swap": "outerHTML show:none",
        "data-hx-disabled-elt": "find .buttons button",
        "novalidate": True,
    }
    helper.add_input(Submit("", "Answer"))
    return helper
