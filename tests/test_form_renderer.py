"""What is rendered without templates is what Django's templates render."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from tutorial.form_renderer import FormRenderer

HOSTILE = "<b>'\"&amp; {{ 1 }}\x00\ud800"
CHOICES = [
    (1, "one"),
    ("", HOSTILE),
    (HOSTILE, mark_safe("<i>two</i>")),
    (1000, 1000),
    ("group", [(2, "in")]),
]
WIDGETS = [
    forms.TextInput({"maxlength": 3, "title": HOSTILE, "data-a": mark_safe("&amp;"), "required": True}),
    forms.NumberInput({"min": 0, "disabled": False}),
    forms.HiddenInput(),
    forms.Textarea({"rows": 2}),
    forms.CheckboxInput(),
    forms.Select({"class": "a"}, choices=CHOICES),
    forms.SelectMultiple(choices=CHOICES),
    forms.CheckboxSelectMultiple({"class": "a b"}, choices=CHOICES),
    forms.CheckboxSelectMultiple(choices=CHOICES),
    forms.RadioSelect(choices=CHOICES),
]


def words(html):
    """The markup with one kind of white space between elements: templates have some at other places."""
    return re.sub(r">\s+<", "><", re.sub(r">\s+", "> ", html))


@pytest.mark.parametrize("value", [None, "", 1, 1000, 1.5, True, HOSTILE, [1, HOSTILE], "\n\n two"])
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("attributes", [{}, {"id": f"id-{HOSTILE}"}])
def test_a_widget_is_what_its_template_makes_of_it(widget, value, attributes):
    made, expected = (
        widget.render(HOSTILE, value, attributes, renderer)
        for renderer in (FormRenderer(), TemplatesSetting())
    )
    if isinstance(widget, forms.Select | forms.CheckboxSelectMultiple):
        made, expected = words(made), words(expected)
    assert made == expected


class Form(forms.Form):
    name = forms.CharField(label=HOSTILE, help_text=HOSTILE)
    boxes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=[("1", HOSTILE)])


@pytest.mark.parametrize("data", [None, {}, {"name": HOSTILE, "boxes": [HOSTILE]}])
def test_a_form_is_what_its_templates_make_of_it(data):
    made, expected = (Form(data, renderer=each()).as_p() for each in (FormRenderer, TemplatesSetting))
    assert words(made) == words(expected)
