"""The answers to a what-if are graded by what its run did."""

import pytest

from live_demo.what_if_definitions import what_ifs_of
from live_demo.what_ifs.forms import AnswerForm
from live_demo.what_ifs.grading import grade, true_options
from live_demo.what_ifs.observations import Item
from live_demo.what_ifs.reasons import why

WHAT_IF = what_ifs_of("chat")["close_in_connect"]


def test_the_run_decides_which_option_is_right_and_what_was_measured_in_the_browser_says_so():
    items = {
        "status": Item("status", "403", 7),
        "close_code": Item("close_code", "1006"),
        "disconnect": Item("disconnect", "yes", 11),
    }
    assert [option.claims["close_code"] for option in true_options(WHAT_IF, items)] == ["1006"]
    grades = grade(WHAT_IF, {"option": "2", "close_code": " 1006", "disconnect": "no"}, items)
    assert [(each.verdict, each.point) for each in grades] == [("right", 7), ("wrong", 11)]


def test_what_the_browser_has_not_told_is_not_held_against_anybody():
    grades = grade(WHAT_IF, {"option": "0", "close_code": "1", "disconnect": "yes"}, {})
    assert {each.verdict for each in grades} == {"unmeasured"}


@pytest.mark.parametrize(
    ("item", "others", "reason"),
    [
        (Item("close_code", "1006"), [Item("status", "403", 2)], "The socket never opened"),
        (Item("close_code", "1006"), [Item("status", "101", 2)], "No close frame came"),
        (Item("close_code", "4001"), [], "A close frame came with the code 4001"),
        (Item("disconnect", "no", 9), [Item("methods", "none", 2)], "No consumer was made"),
        (Item("disconnect", "no", 9), [Item("methods", "connect", 2)], "nothing was left to call"),
        (Item("methods", "none", 2), [], "No consumer was made"),
    ],
)
def test_an_item_that_was_graded_says_why_it_is_so(item, others, reason):
    assert reason in why(item.name, {each.name: each for each in [item, *others]})


def test_an_answer_is_complete_or_refused():
    assert not AnswerForm(WHAT_IF, {"option": "1"}).is_valid()
    assert not AnswerForm(WHAT_IF, {"option": "9", "close_code": "1006", "disconnect": "yes"}).is_valid()
    assert AnswerForm(WHAT_IF, {"option": "1", "close_code": "1006", "disconnect": "yes"}).is_valid()
