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
