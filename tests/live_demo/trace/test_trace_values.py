"""How a value is written in a trace."""

from collections import deque

import pytest

from live_demo.trace.repr_cache import literal


class Loud:
    def __repr__(self):
        raise AssertionError("foreign code ran")


class SubStr(str):
    __slots__ = ()

    def __repr__(self):
        raise AssertionError("foreign code ran")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        ("it's", '"it\'s"'),
        (["hi", 1, True], "['hi', 1, True]"),
        ((1, "a"), "(1, 'a')"),
        ({"a": [1]}, "{'a': [1]}"),
        (deque([1, 2]), "[1, 2]"),
        (b"\x00", "b'\\x00'"),
        (Loud(), "<Loud>"),
        ([Loud()], "[<Loud>]"),
        ({Loud(): Loud()}, "{<Loud>: <Loud>}"),
        (SubStr("x"), "<SubStr>"),
        (1 << 80, "<a large int>"),
        (list(range(12)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … 2 more]"),
        ([[[[1]]]], "[[<list>]]"),
    ],
)
def test_a_value_is_written_as_python_writes_it_bounded_and_without_foreign_code(value, text):
    assert literal(value) == text


def test_a_long_value_is_cut():
    assert len(literal("x" * 10_000)) < 100
    assert len(literal(["x" * 10_000] * 100)) < 1_100
    assert len(literal({str(n): "y" * 500 for n in range(500)})) < 2_000
