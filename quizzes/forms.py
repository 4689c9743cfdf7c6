"""The form of one question."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse

from quizzes.models import Question


class AnswerForm(forms.Form):
    """Choose one of the question's choices. What is right is in no field of it."""

    choice = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose one of the options first.",
            "invalid_choice": "This question has no such option. Choose one of those below.",
        },
    )

    def __init__(self, question: Question, data: object = None) -> None:
        super().__init__(data, prefix=f"q{question.number}")  # type: ignore[arg-type]
        self.fields["choice"].label = question.text
        choices = [(choice.key, choice.text) for choice in question.choices.all()]
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]
        self.helper = _helper(question)


def _helper(question: Question) -> FormHelper:
    address = reverse("answer", args=[question.lesson.track.slug, question.lesson.slug, question.key])
    helper = FormHelper()
    helper.form_action = address
    helper.attrs = {
        "data-hx-post": address,
        "data-hx-target": f"#question-{question.key}",
        "data-hx-swap": "outerHTML show:none",
        "data-hx-disabled-elt": "find button",
        "novalidate": True,
    }
    helper.add_input(Submit("", "Answer"))
    return helper
