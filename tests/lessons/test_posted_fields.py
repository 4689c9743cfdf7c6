"""The fields of a lesson's form, as its sets of rows copy them."""

import copy

import pytest
from django.http import QueryDict

from lessons.admin.posted_fields import PostedFields


def test_a_copy_of_posted_fields_is_changed_alone():
    sent = QueryDict("a=1&a=2&b=%C3%A9", encoding="utf-8")
    posted = PostedFields.of(sent)
    assert posted == sent
    assert posted.encoding == sent.encoding
    changed = posted.copy()
    changed["b"] = "3"
    changed.appendlist("a", "3")
    assert posted == sent
    assert changed.urlencode() == "a=1&a=2&a=3&b=3"
    assert copy.deepcopy(changed) == changed
    with pytest.raises(AttributeError, match="immutable"):
        posted["b"] = "3"


def test_a_form_that_is_sent_too_early_waits_for_the_rest_of_its_page(desk):
    page = desk.get("/admin/lessons/lesson/add/").content.decode()
    before, *forms = page.split("<form")
    assert forms
    assert '<script src="/static/js/admin_whole_form.js"></script>' in before
