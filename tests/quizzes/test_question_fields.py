"""The fields of a question at the desk: what it expects, its credits and tags, without JSON."""

import html
import json
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from quizzes.expects_field import ExpectsWidget
from quizzes.kinds import kinds
from quizzes.kinds.base import Kind
from quizzes.list_fields import ListField, PercentsField
from quizzes.question_models import Question
from tests.lessons.desk_page import DeskPage, said


def posted(**data):
    fields = {f"q-{key}": value for key, value in data.items()}
    return json.loads(ExpectsWidget().value_from_datadict(fields, {}, "q-expects"))


@pytest.mark.parametrize(
    ("kind", "fields", "expects"),
    [
        ("ordering", {"order": "b, c a"}, {"order": ["b", "c", "a"]}),
        ("short", {"form": "number", "tolerance": "0,5"}, {"form": "number", "tolerance": 0.5}),
        ("short", {"case": "either", "wildcards": "on"}, {"case": "either", "wildcards": True}),
        ("short", {"tolerance": "much"}, {"tolerance": "much"}),
        ("matching", {"extra": "one\r\n\r\ntwo"}, {"extra": ["one", "two"]}),
        ("cell", {"variable": "state", "after": "3"}, {"variable": "state", "after": 3}),
        ("single", {"order": "b, a", "form": "code"}, {}),
    ],
)
def test_each_type_has_fields_of_its_own(kind, fields, expects):
    found = posted(kind=kind, **{f"expects-{key}": value for key, value in fields.items()})
    assert found == expects
    html = ExpectsWidget().render("q-expects", json.dumps(found))
    for value in expects.values():
        shown = ", ".join(value) if kind == "ordering" else value
        assert str(shown) in html or value is True or kind == "matching"


def test_what_has_no_field_is_kept():
    html = ExpectsWidget().render("q-expects", '{"odd": 1}')
    assert "&quot;odd&quot;: 1" in html
    assert posted(kind="single", **{"expects-other": '{"odd": 1}'}) == {"odd": 1}


@pytest.mark.parametrize("text", ["100, 70,50", "100%, 70 %, 50", "[100, 70, 50]"])
def test_credits_are_written_with_commas(text):
    assert PercentsField().to_python(text) == [100, 70, 50]
    assert not PercentsField().has_changed([100, 70, 50], text)


def test_tags_are_written_with_commas_and_keep_theirs():
    field = ListField(required=False)
    assert field.to_python(" a, b c ,, ") == ["a", "b c"]
    assert field.prepare_value(["a", "b"]) == "a, b"
    assert field.to_python(field.prepare_value(["a, b", "c"])) == ["a, b", "c"]
    with pytest.raises(ValidationError, match="commas"):
        field.to_python("[a")


@pytest.mark.django_db
def test_a_question_is_changed_by_its_fields(client, lesson):
    client.force_login(User.objects.create_superuser("root"))
    page = DeskPage(client, lesson)
    first = lesson.questions.first()
    assert page["questions-0-credits"] == ", ".join(map(str, first.credits))
    page |= {"questions-0-kind": "ordering", "questions-0-expects-order": "b, a, c, d"}
    page |= {"questions-0-credits": "100, 40", "questions-0-tags": "close, codes"}
    page |= {"status": "draft", "withdrawn": "yes"}
    assert "was changed" in said(page.save())
    held = Question.every.get(pk=first.pk)
    assert (held.expects, held.credits, held.tags) == (
        {"order": ["b", "a", "c", "d"]},
        [100, 40],
        ["close", "codes"],
    )
    page["questions-0-credits"] = "50, 100"
    assert "none above the one before" in said(page.save())


MISTAKES = [
    (
        {"kind": "multiple", "credits": "50, 100", "choices-0-is_right": []},
        {"choices-0-is_right": "mark at least one", "credits": "none above the one before"},
    ),
    ({"kind": "cell", "expects-variable": "x"}, {"choices-0-is_right": "mark no choice as right"}),
    ({"kind": "ordering"}, {"expects": "Write the right order"}),
    ({"kind": "short", "expects-form": "code"}, {"expects": "'This' is no close code"}),
]
ERROR = re.compile(r'<ul class="errorlist" id="id_questions-0-([\w-]+)_error"><li>(.*?)</li>')


@pytest.mark.django_db
def test_each_mistake_in_a_type_is_refused_at_its_field(client, lesson):
    client.force_login(User.objects.create_superuser("root"))
    right = DeskPage(client, lesson)
    right["questions-0-choices-0-text"] = "This"
    for mistake, told in MISTAKES:
        page = right.again(client)
        page |= {f"questions-0-{name}": value for name, value in mistake.items()}
        response = page.save()
        assert response.redirect_chain == [], mistake
        found = {field: html.unescape(words) for field, words in ERROR.findall(response.text)}
        assert found.keys() == told.keys(), mistake
        assert response.text.count("errorlist") == len(told), mistake
        for field, words in told.items():
            assert words in found[field], mistake
    assert Question.objects.get(pk=right["questions-0-id"]).kind == "single"


@pytest.mark.django_db
def test_a_pointer_suggests_the_places_of_the_lesson(client, lesson):
    client.force_login(User.objects.create_superuser("root"))
    html = client.get(f"/admin/lessons/lesson/{lesson.pk}/change/").content.decode()
    assert 'list="lesson-places"' in html
    for place in ("step 5", "moment 5", "flow 6", "key 3"):
        assert f'<option value="{place}">' in html


def test_the_style_of_the_form_shows_the_fields_of_each_type_that_has_some():
    """CSS cannot compare two attributes, so that each type has a line of its own there."""
    css = (settings.BASE_DIR / "tutorial/static/css/desk/question_form.css").read_text(encoding="utf-8")
    (hidden,) = re.findall(r"option:is\(([^)]*)\):checked\) \.field-expects", css)
    for name, kind in kinds.items():
        shown = f'option[value="{name}"]:checked) .expects [data-kind="{name}"]'
        assert (shown in css) == bool(kind.expects_fields), f"question_form.css: {name}"
        assert (f'[value="{name}"]' in hidden) != bool(kind.expects_fields), f"question_form.css: {name}"


def test_the_style_of_the_form_hides_of_a_choice_what_its_type_does_not_use():
    css = (settings.BASE_DIR / "tutorial/static/css/desk/question_form.css").read_text(encoding="utf-8")
    rules = dict(re.findall(r":has\(> fieldset (.+?):checked\).*?field-(match|missed|is_right)", css))
    named = {field: set(re.findall(r'value="(\w+)"', types)) for types, field in rules.items()}
    assert named == {
        "match": {name for name, kind in kinds.items() if type(kind).matches is not Kind.matches},
        "missed": {name for name, kind in kinds.items() if kind.has_several_right},
        "is_right": {
            name
            for name, kind in kinds.items()
            if kind.marked_by != "Right" or type(kind).cell is not Kind.cell
        },
    }


def test_no_two_types_have_the_same_key():
    keys = [key for kind in kinds.values() for key in kind.expects_fields]
    assert len(keys) == len(set(keys))
