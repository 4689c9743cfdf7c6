"""What makes another key of a question, and where an old answer stands in the new one."""

import pytest

from quizzes.kinds import kinds
from quizzes.kinds.short import Short
from quizzes.regrading.key import answer_in, has_other_key


def content(*rows, kind="single", expects=None):
    return {
        "kind": kind,
        "expects": expects or {},
        "recorded": None,
        "choices": [{"text": text, "is_right": right} for text, right in rows],
    }


OLD = content(("x", True), ("y", False))


@pytest.mark.parametrize(
    ("new", "is_other", "moved"),
    [
        (content(("x", True), ("y", False)), False, "a"),
        (content(("y", False), ("x", True)), False, "b"),
        (content(("x!", True), ("y", False)), False, "a"),
        (content(("x", False), ("y", True)), True, "a"),
        (content(("y", True), ("z", False), ("v", False)), True, None),
        (content(("x", True), ("y", False), kind="multiple"), True, None),
    ],
)
def test_an_old_answer_is_found_in_the_new_question(new, is_other, moved):
    assert has_other_key(OLD, new) == is_other
    assert answer_in(new, OLD, "a") == moved


def pairs_of(*matches):
    found = content(("x", False), ("y", False), kind="matching", expects={"extra": ["b"]})
    for row, match in zip(found["choices"], matches, strict=True):
        row["match"] = match
    return found


@pytest.mark.parametrize(
    ("new", "is_other", "moved"),
    [
        (pairs_of("z", "n"), False, ["a.3", "b.2"]),
        (pairs_of("n", "m"), True, ["a.2", "b.3"]),
        (pairs_of("b", "n"), True, None),
    ],
)
def test_other_words_of_a_match_make_no_other_key(new, is_other, moved):
    old = pairs_of("m", "n")
    assert has_other_key(old, new) == is_other
    assert answer_in(new, old, ["a.2", "b.3"]) == moved


def test_an_order_and_pairs_are_found_by_their_texts():
    old = content(("x", False), ("y", False), kind="ordering", expects={"order": ["b", "a"]})
    new = content(("y", False), ("x", False), kind="ordering", expects={"order": ["a", "b"]})
    assert not has_other_key(old, new)
    assert answer_in(new, old, ["b", "a"]) == ["a", "b"]
    pairs = content(("x", False), ("y", False), kind="matching")
    for row, match in zip(pairs["choices"], ("m", "n"), strict=True):
        row["match"] = match
    more = {**pairs, "expects": {"extra": ["a"]}}
    assert answer_in(more, pairs, ["a.1", "b.2"]) == ["a.2", "b.3"]


@pytest.mark.parametrize("kind", [name for name, kind in kinds.items() if not kind.shows_choices])
def test_a_typed_answer_stays_what_was_typed(kind):
    old, new = content(("12", True), kind=kind), content(("13", True), kind=kind)
    assert has_other_key(old, new)
    assert answer_in(new, old, "12") == "12"


def test_a_new_typed_type_needs_no_word_here(monkeypatch):
    class Essay(Short):
        name = "essay"

    monkeypatch.setitem(kinds, "essay", Essay())
    old, new = content(("12", True), kind="essay"), content(("13", True), kind="essay")
    assert has_other_key(old, new)
    assert answer_in(new, old, "12") == "12"
