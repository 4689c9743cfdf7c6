"""The form of a report."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from quizzes.question_models import Question
from quizzes.reports.models import Report


class Lines(forms.CharField):
    """Text of several lines. A line end counts as one character, as browsers count it."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class ReportForm(forms.Form):
    """The form of a report. The first field has the focus, or the first one with an error."""

    reason = forms.ChoiceField(
        label="What is wrong?",
        choices=[("", "Choose what fits best"), *Report.Reason.choices],
        error_messages={
            "required": "Choose what is wrong.",
            "invalid_choice": "Choose a reason from the list.",
        },
    )
    text = Lines(
        label="In your words",
        required=False,
        max_length=Report.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What you expected, and what you found. At most 1,000 characters.",
        error_messages={
            "max_length": "This has %(show_value)d characters. Shorten it to %(limit_value)d at most."
        },
    )

    def __init__(self, question: Question, data: Any = None) -> None:
        super().__init__(data, prefix=f"report-{question.key}")
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.add_input(Submit("", "Send the report"))
        wrong = next(iter(self.errors), "reason")
        self.fields[wrong].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("reason") == Report.Reason.OTHER and self.cleaned_data.get("text") == "":
            self.add_error("text", "Say in your words what is wrong.")
        return self.cleaned_data
