"""The form of one question."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse

from quizzes.kinds.base import Answer
from quizzes.models import Question, Response


class AnswerForm(forms.Form):
    """Answer a question: its type gives the field. What is right is in no field of it.

    `sequence` says which try the form was made for; `answer` is what stands in the field at first.
    """

    sequence = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, question: Question, data: object = None, *, sequence: str = "", answer: Answer | None = None
    ) -> None:
        initial = {"sequence": sequence, "choice": answer}
        super().__init__(data, prefix=f"q{question.number}", initial=initial)  # type: ignore[arg-type]
        self.question = question
        self.fields["choice"] = _answer_field(question)
        self.fields["confidence"] = _confidence_field()
        self.helper = _helper(question)

    @property
    def raw(self) -> Any:
        """The answer as it came; only the question's type knows whether it is one."""
        return self.cleaned_data["choice"]

    @property
    def move(self) -> str:
        """The button that was pressed to arrange the answer rather than to send it."""
        return str(self.data.get(self.add_prefix("move"), ""))

    def arranged(self) -> "AnswerForm":
        """The form as that button leaves it."""
        keys = [choice.key for choice in self.question.choices.all()]
        sent = self["choice"].value()
        order = sent if isinstance(sent, list) and sorted(sent) == keys else keys
        answer = self.question.type.arrange(order, self.move)
        form = AnswerForm(self.question, sequence=self["sequence"].value() or "", answer=answer)
        form.initial["confidence"] = self["confidence"].value()
        form.fields["choice"].moved = self.move  # type: ignore[attr-defined]
        return form


def _answer_field(question: Question) -> forms.Field:
    field = question.type.field([(choice.key, choice.text) for choice in question.choices.all()])
    field.label = question.text
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
