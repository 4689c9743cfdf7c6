"""Grade the answers to a what-if by its run. Pure: the same run and answers give the same grades."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from live_demo.what_if_definitions import Option, WhatIf
from live_demo.what_ifs.observations import LABELS, Item
from live_demo.what_ifs.reasons import why

SIGNS = {"right": ("✓", "Right"), "wrong": ("✕", "Wrong"), "unmeasured": ("–", "Not measured")}


@dataclass(frozen=True, slots=True)
class Grade:
    """One item: the answer, what the run did, and the number of the trace point that proves it.

    `point` is 0 where the browser measured it. `verdict` is a key of `SIGNS`, `why` is Markdown or ''.
    """

    label: str
    answer: str
    truth: str
    verdict: str
    point: int
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def sign(self) -> str:
        return SIGNS[self.verdict][0]

    @property
    def words(self) -> str:
        return SIGNS[self.verdict][1]


def holds(option: Option, items: Mapping[str, Item]) -> bool:
    """Whether the run agrees with everything that the option claims."""
    return all(name in items and items[name].value == value for name, value in option.claims.items())


def true_options(what_if: WhatIf, items: Mapping[str, Item]) -> list[Option]:
    """The options that the run agrees with. On each server exactly one should be."""
    return [option for option in what_if.options if holds(option, items)]


def grade(what_if: WhatIf, answers: Mapping[str, str], items: Mapping[str, Item]) -> list[Grade]:
    """One grade for the option, then one for each further item that the what-if asks for."""
    grades = [_option_grade(what_if, what_if.options[int(answers["option"])], items)]
    for name in what_if.also:
        item = items.get(name)
        if item is None:
            grades.append(Grade(LABELS[name], answers.get(name, ""), "", "unmeasured", 0))
        else:
            right = _same(answers.get(name, ""), item.value)
            grades.append(
                Grade(
                    LABELS[name],
                    answers.get(name, ""),
                    item.value,
                    "right" if right else "wrong",
                    item.point,
                    why(name, items),
                )
            )
    return grades


def _option_grade(what_if: WhatIf, chosen: Option, items: Mapping[str, Item]) -> Grade:
    right = true_options(what_if, items)
    known = all(name in items for option in what_if.options for name in option.claims)
    verdict = "right" if chosen in right else "wrong" if known else "unmeasured"
    decided = chosen if chosen in right or not right else right[0]
    points = [items[name].point for name in decided.claims if name in items and items[name].point]
    truth = right[0].text if right else ""
    return Grade(what_if.ask, chosen.text, truth, verdict, max(points, default=0), chosen.reason)


def _same(answer: str, truth: str) -> bool:
    """Typed answers are compared without case and spaces; the order of a list counts."""
    return answer.replace(" ", "").casefold() == truth.replace(" ", "").casefold()
